import type { INestApplication } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { SharedRedis } from '../limits/shared-redis.js';
import { RealtimeAdapter } from './realtime.adapter.js';
import { RealtimeSettings } from './realtime-settings.js';
import { EventLog } from './replay/event-log.js';
import type { AdapterClients } from './replay/replay-adapter.js';

/** Puts socket.io beside HTTP; called before `init()`. */
export function configureRealtime(app: INestApplication): void {
  const { connections, prefix } = app.get(SharedRedis);
  const clients: AdapterClients | null =
    connections === null ? null : { publisher: silent(connections.commands), subscriber: silent(connections.subscriber), prefix };
  app.useWebSocketAdapter(new RealtimeAdapter(app, app.get(RealtimeSettings), app.get(EventLog), clients));
}

/**
 * The client for an adapter that does not look at what its commands promise: their failures are already logged and must not end
 * the process.
 */
const silent = (redis: Redis): object =>
  new Proxy(redis, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, target, args);
        if (result instanceof Promise) result.catch(() => undefined);
        return result;
      };
    },
  });
