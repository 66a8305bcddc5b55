import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres, type EmbeddedPostgresOptions } from '../../src/platform/database/embedded/embedded-postgres.js';
import { endServer, fastFolder } from './test-server.js';

/** A data folder of a test's own, with the servers that were started on it; `clean` leaves nothing of either. */
export class EmbeddedTrial {
  private readonly started: EmbeddedPostgres[] = [];
  readonly events: string[] = [];

  private constructor(readonly dataDir: string) {}

  static async begin(): Promise<EmbeddedTrial> {
    return new EmbeddedTrial(await mkdtemp(join(await fastFolder(), `bemore-test-${process.pid}-`)));
  }

  async start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
    const server = await EmbeddedPostgres.start({ dataDir: this.dataDir, onEvent: (event) => this.events.push(event), ...options });
    this.started.push(server);
    return server;
  }

  /** The postmaster's process id; undefined when there is no server. */
  async pid(): Promise<number | undefined> {
    const content = await readFile(join(this.dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').catch(() => '');
    return content === '' ? undefined : Number.parseInt(content, 10);
  }

  async clean(): Promise<void> {
    await Promise.all(this.started.map((server) => server.stop()));
    await endServer(this.dataDir);
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Runs statements on a fresh connection and gives the last one's rows. */
export async function ask<Row extends object>(url: string, ...statements: string[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    let rows: Row[] = [];
    for (const statement of statements) ({ rows } = await client.query<Row>(statement));
    return rows;
  } finally {
    await client.end();
  }
}
