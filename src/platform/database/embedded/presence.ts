import pg from 'pg';

import { LOOPBACK } from './port.js';

/** Advisory lock on the database `postgres`: shared by every process that uses the server, exclusive for stopping it. */
const PRESENCE_LOCK = 7_120_002;
/** Whoever holds the lock exclusively is about to stop the server, which ends the wait. */
const WAIT_FOR_STOP = '10s';

/**
 * One connection that says "a process uses this server". PostgreSQL drops it when the process dies in whatever way, so no
 * file can claim a user that is gone, and the process learns at once when the server dies.
 */
export class Presence {
  private constructor(readonly client: pg.Client) {}

  /**
   * @throws whatever pg throws when the server is not there, is starting, or is being stopped by its last user.
   */
  static async announce(port: number, password: string): Promise<Presence> {
    const client = new pg.Client({
      host: LOOPBACK,
      port,
      user: 'bemore_owner',
      password,
      database: 'postgres',
      application_name: 'bemore-presence',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on('error', () => {
      // The end event, which follows, is what counts.
    });
    try {
      await client.connect();
      await client.query(`SET lock_timeout = '${WAIT_FOR_STOP}'`);
      await client.query('SELECT pg_advisory_lock_shared($1)', [PRESENCE_LOCK]);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return new Presence(client);
  }

  onLost(listener: () => void): void {
    this.client.once('end', listener);
  }

  /** Where the server keeps its files, to be sure that it is the one that was meant. */
  async dataFolder(): Promise<string> {
    const { rows } = await this.client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory ?? '';
  }

  /**
   * Gives up the shared lock and tries for the exclusive one.
   * @returns true when nobody else uses the server; whoever comes now waits until this connection ends.
   */
  async isLast(): Promise<boolean> {
    await this.client.query('SELECT pg_advisory_unlock_shared($1)', [PRESENCE_LOCK]);
    const { rows } = await this.client.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [PRESENCE_LOCK]);
    return rows[0]?.last === true;
  }

  async leave(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}
