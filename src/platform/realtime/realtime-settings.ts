import type { AppConfig } from '../config/app-config.js';
import type { Language } from '../http/request-context.js';
import type { RateRule } from '../limits/rate-store.js';
import type { EventRates } from './connection-limits.js';

/** What connections of this process may do. */
export abstract class RealtimeSettings {
  abstract readonly origins: readonly string[];
  /** Number of proxies in front. */
  abstract readonly trustProxy: number;
  abstract readonly defaultLanguage: Language;
  abstract readonly isProduction: boolean;
  /** Bytes of one message, its binary parts included. */
  abstract readonly maxBytes: number;
  abstract readonly rates: EventRates;
  abstract readonly maxPerHolder: number;
  /** Connections of one session in one role. */
  abstract readonly maxPerRole: number;
  abstract readonly handshakesPerAddress: RateRule;
  abstract readonly handshakesPerHolder: RateRule;
  /** Open lines of one address, in whatever state. */
  abstract readonly maxLinesPerAddress: number;
  /** How long a handler may take. */
  abstract readonly eventTimeoutMs: number;
  /** Bytes and packets that may wait for a client that reads slowly. */
  abstract readonly maxQueue: { readonly bytes: number; readonly packets: number };
}

const MINUTE_MS = 60_000;

export function realtimeSettings(config: AppConfig): RealtimeSettings {
  const { framesPerSecond, audioPerSecond, eventsPerSecond, maxBytes, maxPerUser } = config.sockets;
  return {
    origins: config.http.corsOrigins,
    trustProxy: config.http.trustProxy,
    defaultLanguage: config.defaultLanguage,
    isProduction: config.isProduction,
    maxBytes,
    rates: { frames: framesPerSecond, audio: audioPerSecond, events: eventsPerSecond },
    maxPerHolder: maxPerUser,
    maxPerRole: 2,
    handshakesPerAddress: { limit: 600, windowMs: MINUTE_MS },
    handshakesPerHolder: { limit: 60, windowMs: MINUTE_MS },
    maxLinesPerAddress: 1_000,
    eventTimeoutMs: config.http.requestTimeoutMs,
    maxQueue: { bytes: 4 * maxBytes, packets: 2_000 },
  };
}
