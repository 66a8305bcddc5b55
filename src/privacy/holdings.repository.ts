import { Injectable } from '@nestjs/common';
import { Db } from '../platform/database/db.js';
import type { Holding } from './holdings.js';

export type HeldRow = Record<string, unknown>;

/** Reads tables by their description. Names come from `HOLDINGS` alone, values are bound. */
@Injectable()
export class HoldingsRepository {
  constructor(private readonly db: Db) {}

  /** In the order of the holding, after the row with these values of its order. */
  findAfter({ table, where, order }: Holding, personId: string, after: readonly unknown[] | null, limit: number): Promise<HeldRow[]> {
    const columns = order.join(', ');
    const places = order.map((_name, index) => `$${index + 3}`).join(', ');
    const later = after === null ? '' : `AND (${columns}) > (${places})`;
    return this.db.query<HeldRow>(`SELECT * FROM ${table} WHERE ${where} ${later} ORDER BY ${columns} LIMIT $2`, [personId, limit, ...(after ?? [])]);
  }
}
