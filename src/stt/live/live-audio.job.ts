import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions.js';
import { uuidv7 } from '../../platform/database/uuid.js';
import { Logger } from '../../platform/logging/logger.js';
import { Gaps } from './gaps.service.js';
import { ListenerRepository } from './listener.repository.js';
import { LiveAudio } from './live-audio.service.js';
import { UtteranceQueue } from './utterance-queue.service.js';

const EVERY_MS = 1_000;
const BATCH = 100;
const STOP_MS = 3_000;

/** Keeps this instance's claims alive, and takes over what a dead one left: its utterances, and the word of what it lost. */
@Injectable()
export class LiveAudioJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly live: LiveAudio,
    private readonly queue: UtteranceQueue,
    private readonly listeners: ListenerRepository,
    private readonly gaps: Gaps,
    private readonly transactions: Transactions,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.run()
        .catch((error: unknown) => this.logger.error({ err: error }, 'live audio could not be looked after'))
        .finally(() => (this.running = null));
    }, EVERY_MS);
    this.timer.unref();
  }

  /** Everything that was acknowledged is in utterances afterwards, and they are anybody's. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
    await this.live.endAll();
    await this.queue.stop(STOP_MS);
  }

  private async run(): Promise<void> {
    await Promise.all([this.live.renew(), this.queue.renew()]);
    await this.queue.adopt();
    await this.transactions.run(async (tx) => {
      for (const dead of await this.listeners.takeDead(BATCH, tx)) {
        const [tsStart, tsEnd] = [dead.settled_to.getTime(), dead.heard_to.getTime()];
        if (tsEnd <= tsStart) continue;
        const lost = { id: uuidv7(), sessionId: dead.session_id, personId: dead.person_id, tsStart, tsEnd, reason: 'restart' } as const;
        await this.gaps.lost(lost, tx);
      }
    });
  }
}
