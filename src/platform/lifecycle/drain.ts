import type { NestExpressApplication } from '@nestjs/platform-express';
import { setTimeout as sleep } from 'node:timers/promises';
import { SlowDown } from '../limits/slow-down.js';
import { Logger } from '../logging/logger.js';
import { RealtimeDrain } from '../realtime/realtime-drain.js';
import { Readiness } from './readiness.js';

const DRAIN_LIMIT_MS = 10_000;

/**
 * Stops without losing what was begun: not ready any more, no new connections, sockets told to reconnect elsewhere,
 * requests in flight finished, all within 10 s; then modules close what they hold.
 */
export async function drain(app: NestExpressApplication): Promise<void> {
  const logger = app.get(Logger);
  app.get(Readiness).startDraining();
  logger.info({}, 'draining');
  const server = app.getHttpServer();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Whoever is only being delayed would hold up the end for nothing.
  app.get(SlowDown).release();
  await app.get(RealtimeDrain).run();
  server.closeIdleConnections();
  const isClosed = await Promise.race([closed.then(() => true), sleep(DRAIN_LIMIT_MS, false, { ref: false })]);
  if (!isClosed) {
    logger.warn({}, 'requests were still open at the end of the drain');
    server.closeAllConnections();
  }
  await app.close();
  logger.info({}, 'stopped');
}
