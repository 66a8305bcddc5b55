import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '../platform/logging/logger.js';
import { DeviceRepository } from './device.repository.js';
import { KnownDeviceRepository } from './known-device.repository.js';
import { PasswordResetRepository } from './password-reset.repository.js';

const EVERY_MS = 3_600_000;
const BATCH = 500;

/** Removes devices, tokens and resets that are over, in bounded batches; any number of instances may. */
@Injectable()
export class AccountHousekeepingJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly devices: DeviceRepository,
    private readonly knownDevices: KnownDeviceRepository,
    private readonly resets: PasswordResetRepository,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.run().catch((error: unknown) => this.logger.error({ err: error }, 'what is over could not be removed'));
    }, EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  /** Says how many rows of each kind were removed. */
  async run(): Promise<{ devices: number; tokens: number; knownDevices: number; resets: number }> {
    return {
      devices: await inBatches((limit) => this.devices.purge(limit)),
      tokens: await inBatches((limit) => this.devices.purgeTokens(limit)),
      knownDevices: await inBatches((limit) => this.knownDevices.purge(limit)),
      resets: await inBatches((limit) => this.resets.purge(limit)),
    };
  }
}

async function inBatches(purge: (limit: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await purge(BATCH);
    total += removed;
    if (removed < BATCH) return total;
  }
}
