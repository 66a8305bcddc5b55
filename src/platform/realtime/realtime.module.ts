import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AppConfig } from '../config/app-config.js';
import { deriveKey } from '../crypto/derived-key.js';
import { SharedRedis } from '../limits/shared-redis.js';
import { Logger } from '../logging/logger.js';
import { ConnectionLedger, MemoryConnectionLedger } from './connection-ledger.js';
import { ConnectionSupervisor } from './connection-supervisor.js';
import { EventDispatcher } from './event-dispatcher.js';
import { EventRegistry } from './event-registry.js';
import { Handshake } from './handshake.js';
import { RealtimeDrain } from './realtime-drain.js';
import { RealtimeEmitter } from './realtime-emitter.js';
import { RealtimeGateway } from './realtime.gateway.js';
import { RealtimeSettings, realtimeSettings } from './realtime-settings.js';
import { RedisConnectionLedger } from './redis-connection-ledger.js';
import { EventLog } from './replay/event-log.js';
import { MemoryEventLog } from './replay/memory-event-log.js';
import { PayloadSeal } from './replay/payload-seal.js';
import { RedisEventLog } from './replay/redis-event-log.js';
import { SessionConnections } from './session-connections.js';

/** Connections to sessions. Features handle events with `@ClientEvent` and send with `RealtimeEmitter`. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    { provide: RealtimeSettings, inject: [AppConfig], useFactory: realtimeSettings },
    {
      provide: EventLog,
      inject: [AppConfig, SharedRedis, Logger],
      useFactory: ({ secrets }: AppConfig, { connections, prefix }: SharedRedis, logger: Logger) => {
        if (connections === null) return new MemoryEventLog();
        const seal = new PayloadSeal(deriveKey(Buffer.from(secrets.lookupKey), 'realtime-events'));
        return new RedisEventLog(connections, `${prefix}realtime:`, seal, logger);
      },
    },
    {
      provide: ConnectionLedger,
      inject: [SharedRedis, Logger],
      useFactory: ({ connections, prefix }: SharedRedis, logger: Logger) => {
        if (connections === null) return new MemoryConnectionLedger();
        return new RedisConnectionLedger(connections.commands, `${prefix}realtime:`, logger);
      },
    },
    EventRegistry,
    EventDispatcher,
    Handshake,
    SessionConnections,
    RealtimeEmitter,
    ConnectionSupervisor,
    RealtimeGateway,
    RealtimeDrain,
  ],
  exports: [EventRegistry, SessionConnections, RealtimeEmitter, RealtimeDrain],
})
export class RealtimeModule implements OnApplicationShutdown {
  constructor(private readonly ledger: ConnectionLedger) {}

  onApplicationShutdown(): void {
    if (this.ledger instanceof RedisConnectionLedger) this.ledger.close();
  }
}
