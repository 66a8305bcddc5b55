import { Injectable } from '@nestjs/common';
import { Db } from '../platform/database/db.js';
import { uuidv7 } from '../platform/database/uuid.js';

export interface WatchedEvent {
  readonly kind: string;
  readonly account: Buffer | null;
  readonly address: Buffer | null;
  readonly route: string | null;
  count: number;
}

@Injectable()
export class WatchedEventRepository {
  constructor(private readonly db: Db) {}

  async add(events: readonly WatchedEvent[]): Promise<void> {
    const column = <Value>(pick: (event: WatchedEvent) => Value) => events.map(pick);
    await this.db.query(
      `INSERT INTO watched_events (id, kind, account_hash, address_hash, route, count)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[], $5::text[], $6::integer[])`,
      [
        column(() => uuidv7()),
        column(({ kind }) => kind),
        column(({ account }) => account),
        column(({ address }) => address),
        column(({ route }) => route),
        column(({ count }) => count),
      ],
    );
  }

  purge(before: Date, limit: number): Promise<number> {
    // Locking rows is a right to change them, which nobody has: two instances at once may pick the same ones, and one finds them gone.
    return this.db.execute('DELETE FROM watched_events WHERE id IN (SELECT id FROM watched_events WHERE at < $1 LIMIT $2)', [before, limit]);
  }
}
