import { Injectable } from '@nestjs/common';
import { ERROR_CODES } from '../../libs/contracts/errors.js';
import type { ErrorFingerprint, ErrorStats } from '../../libs/contracts/errors-view.js';
import type { PageQuery } from '../../libs/contracts/primitives.js';
import { Page } from '../platform/http/answers.js';
import { ErrorRecorder } from './error-recorder.service.js';
import { type CountRow, ErrorRollupRepository } from './error-rollup.repository.js';

/** Anybody may ask for the figures, so the database is asked no more often than this. */
const FRESH_MS = 5_000;

interface Sums {
  rows: readonly CountRow[];
  since: Date | null;
}

const isCode = (code: string): code is ErrorFingerprint['code'] => (ERROR_CODES as readonly string[]).includes(code);

@Injectable()
export class ErrorsService {
  private stored: Sums = { rows: [], since: null };
  private readonly startedAt = new Date();
  private readAt = -Infinity;
  /** Of the recorder, when `stored` was read, or could not be. */
  private generation = -1;
  private reading: Promise<void> | null = null;

  constructor(
    private readonly repository: ErrorRollupRepository,
    private readonly recorder: ErrorRecorder,
  ) {}

  /** Figures since the oldest that is kept. While the database is out: what was last read of it, and what happened since. */
  async stats(): Promise<ErrorStats> {
    await this.refresh();
    const pending = this.recorder.pending.map(({ code, status, module, count }) => ({ code, status, module, count }));
    const rows = [...this.stored.rows, ...pending];
    return {
      total: rows.reduce((sum, { count }) => sum + count, 0),
      byCode: totals(rows, ({ code }) => code),
      byStatus: totals(rows, ({ status }) => String(status)),
      byModule: totals(rows, ({ module }) => module),
      since: (this.stored.since ?? this.startedAt).toISOString(),
    };
  }

  async recent({ limit, offset }: PageQuery): Promise<Page<ErrorFingerprint>> {
    await this.recorder.flush();
    const { rows, total } = await this.repository.findPage(limit, offset);
    const items = rows.flatMap(({ fingerprint, code, status, module, route, frame, count, ...seen }): ErrorFingerprint[] =>
      isCode(code)
        ? [{ fingerprint, code, status, module, route, frame, count, firstSeenAt: seen.first_seen_at.toISOString(), lastSeenAt: seen.last_seen_at.toISOString() }]
        : [],
    );
    return new Page(items, { total, limit, offset });
  }

  private async refresh(): Promise<void> {
    const isFresh = Date.now() - this.readAt < FRESH_MS && this.recorder.generation === this.generation;
    if (isFresh) return;
    this.reading ??= this.recorder
      .alone(async () => {
        this.stored = await this.repository.sums();
      })
      .catch(() => undefined)
      .finally(() => {
        this.readAt = Date.now();
        this.generation = this.recorder.generation;
        this.reading = null;
      });
    await this.reading;
  }
}

function totals(rows: readonly CountRow[], nameOf: (row: CountRow) => string): Record<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(nameOf(row), (sums.get(nameOf(row)) ?? 0) + row.count);
  return Object.fromEntries([...sums].sort(([a], [b]) => a.localeCompare(b)));
}
