import type { Pool } from 'pg';

/**
 * Keeps the process alive when connections of a pool are lost: an error event without a listener ends it, pg-pool listens on idle
 * connections alone, and tells of those by an event of its own. Whoever waits for an answer gets the error anyway.
 */
export function surviveLostConnections(pool: Pool): void {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
}
