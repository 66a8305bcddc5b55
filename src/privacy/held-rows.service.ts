import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { SignalArchive } from '../signal/signal-archive.service.js';
import type { Holding } from './holdings.js';
import { type HeldRow, HoldingsRepository } from './holdings.repository.js';

const PAGE = 200;
const SEALED = '_sealed';

/** Reads what is held about a person, opened, a page at a time. */
@Injectable()
export class HeldRows {
  constructor(
    private readonly repository: HoldingsRepository,
    private readonly cipher: FieldCipher,
    private readonly signals: SignalArchive,
  ) {}

  /** Rows as they are given out: names in camel case, times in ISO 8601, what was sealed in the clear. */
  async *of(holding: Holding, personId: string): AsyncGenerator<HeldRow> {
    for (let after: readonly unknown[] | null = null; ; ) {
      const rows: HeldRow[] = await this.repository.findAfter(holding, personId, after, PAGE);
      for (const row of rows) yield await this.open(holding, row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      after = holding.order.map((column) => last[column]);
    }
  }

  private async open(holding: Holding, row: HeldRow): Promise<HeldRow> {
    const opened: HeldRow = {};
    for (const [column, value] of Object.entries(row)) {
      if (holding.without?.includes(column) === true) continue;
      if (column.endsWith(SEALED)) opened[camel(column.slice(0, -SEALED.length))] = await this.openColumn(holding, row, column, value);
      else opened[camel(column)] = value instanceof Date ? value.toISOString() : value;
    }
    return opened;
  }

  private async openColumn({ table, rowId, text, bytes }: Holding, row: HeldRow, column: string, value: unknown): Promise<unknown> {
    if (!Buffer.isBuffer(value)) return null;
    const ref = { table, column, rowId: rowId === undefined ? String(row['id']) : rowId(row) };
    const plain = await this.cipher.open(ref, value);
    if (table === 'signals') return this.signals.itemsOf(row['modality'], plain);
    if (bytes?.includes(column) === true) return plain.toString('base64');
    return text?.includes(column) === true ? plain.toString('utf8') : (JSON.parse(plain.toString('utf8')) as unknown);
  }
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
