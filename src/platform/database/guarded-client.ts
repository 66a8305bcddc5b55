import pg from 'pg';

type Callback = (...results: unknown[]) => void;

/** What of pg's client is used here; its own declaration is a dozen overloads. */
interface PlainClient {
  query(...args: unknown[]): unknown;
  connection: { stream: { destroy(error: Error): void } };
}

/**
 * A pg client whose connection is dropped when the server does not answer within `limitMs`.
 * PostgreSQL ends a slow statement by itself (statement_timeout), so no answer long after that means that the network is gone.
 * Without this, its callers wait until the operating system gives up, a quarter of an hour, and the pool fills with such
 * connections. (pg's own query_timeout leaves the connection in the pool, waiting for the answer of a question long given up.)
 */
export function guardedClient(limitMs: number): typeof pg.Client {
  const Base = pg.Client as unknown as new (...args: unknown[]) => PlainClient;
  class GuardedClient extends Base {
    override query(...args: unknown[]): unknown {
      const timer = setTimeout(() => this.connection.stream.destroy(new Error('Connection terminated: the database does not answer')), limitMs);
      timer.unref();
      const last = args.at(-1);
      if (typeof last === 'function') {
        const callback = last as Callback;
        return super.query(...args.slice(0, -1), (...results: unknown[]) => {
          clearTimeout(timer);
          callback(...results);
        });
      }
      const answer = super.query(...args);
      if (!(answer instanceof Promise)) throw new TypeError('Streams and query objects are not watched; use text and values.');
      return answer.finally(() => clearTimeout(timer));
    }
  }
  return GuardedClient as unknown as typeof pg.Client;
}
