import { parseEndpoint, type Endpoint } from './connection.js';
import type { DatabaseOptions } from './database.options.js';
import { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-postgres.js';

/** Where to connect as the running service, as the one that migrates, and for reading alone. */
export interface Endpoints {
  app: Endpoint;
  owner: Endpoint;
  reader: Endpoint;
}

/** The PostgreSQL that was configured: a server of its own by URL, or else the embedded one, which starts with it. */
export class DatabaseServer {
  private constructor(
    readonly endpoints: Endpoints,
    private readonly embedded: EmbeddedPostgres | undefined,
  ) {}

  /** @throws Error when a URL is unusable or the embedded server does not start. */
  static async open(options: DatabaseOptions, onEvent?: EmbeddedPostgresOptions['onEvent']): Promise<DatabaseServer> {
    const parse = (url: string) => parseEndpoint(url, options);
    if (options.databaseUrl !== undefined) {
      const app = parse(options.databaseUrl);
      const endpoints = {
        app,
        owner: options.ownerUrl === undefined ? app : parse(options.ownerUrl),
        reader: options.readUrl === undefined ? app : parse(options.readUrl),
      };
      return new DatabaseServer(endpoints, undefined);
    }
    const embedded = await EmbeddedPostgres.start({ dataDir: options.dataDir, ...(onEvent && { onEvent }) });
    const endpoints = {
      app: parse(embedded.url('bemore_app')),
      owner: parse(embedded.url('bemore_owner')),
      reader: parse(embedded.url('bemore_reader')),
    };
    return new DatabaseServer(endpoints, embedded);
  }

  /** Leaves the server; an embedded one ends when this process was its last user. */
  async close(): Promise<void> {
    await this.embedded?.stop();
  }
}
