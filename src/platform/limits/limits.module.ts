import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { getOptionsToken, getStorageToken, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { AppConfig } from '../config/app-config.js';
import { Readiness } from '../lifecycle/readiness.js';
import { Logger } from '../logging/logger.js';
import { InsuredRateStore } from './insured-rate-store.js';
import { LimitSettings } from './limit-settings.js';
import { LimitsGuard } from './limits.guard.js';
import { MemoryRateStore } from './memory-rate-store.js';
import { RateStore } from './rate-store.js';
import { RateThrottlerStorage } from './rate-throttler-storage.js';
import { RedisRateStore } from './redis-rate-store.js';
import { SharedRedis } from './shared-redis.js';
import { SlowDown } from './slow-down.js';
import { tiersOf } from './tiers.js';
import { UrgentRequests } from './urgent-requests.js';

const throttlerOptions = ({ tiers }: LimitSettings): ThrottlerModuleOptions => ({
  throttlers: Object.entries(tiers).map(([name, { limit, windowMs }]) => ({ name, limit, ttl: windowMs })),
});

/** Counts of what callers do, shared through Redis when there is one, and the guard that limits the routes. */
@Global()
@Module({
  providers: [
    {
      provide: SharedRedis,
      inject: [AppConfig, Logger],
      useFactory: ({ redisUrl }: AppConfig, logger: Logger) => SharedRedis.connect(redisUrl, logger),
    },
    {
      provide: RateStore,
      inject: [SharedRedis, Logger],
      useFactory: ({ connections, prefix }: SharedRedis, logger: Logger) => {
        const local = new MemoryRateStore();
        if (connections === null) return local;
        return new InsuredRateStore(new RedisRateStore(connections.commands, { prefix: `${prefix}rate:` }), local, logger);
      },
    },
    {
      provide: LimitSettings,
      inject: [AppConfig],
      useFactory: ({ rateLimits }: AppConfig): LimitSettings => ({ tiers: tiersOf(rateLimits), dryRun: rateLimits.dryRun }),
    },
    { provide: SlowDown, inject: [AppConfig], useFactory: ({ rateLimits }: AppConfig) => new SlowDown(rateLimits.slowDown) },
    { provide: getOptionsToken(), inject: [LimitSettings], useFactory: throttlerOptions },
    RateThrottlerStorage,
    { provide: getStorageToken(), useExisting: RateThrottlerStorage },
    LimitsGuard,
    UrgentRequests,
  ],
  exports: [SharedRedis, RateStore, SlowDown, LimitsGuard, UrgentRequests],
})
export class LimitsModule implements OnApplicationShutdown {
  constructor(
    private readonly redis: SharedRedis,
    readiness: Readiness,
  ) {
    const { connections } = redis;
    if (connections !== null) {
      readiness.register('redis', async () => {
        await connections.commands.ping();
      });
    }
  }

  /** Not earlier: sockets still use it while they are being closed. */
  onApplicationShutdown(): void {
    this.redis.connections?.close();
  }
}
