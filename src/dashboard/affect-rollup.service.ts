import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { z } from 'zod';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { PersonKeyMissingError } from '../platform/crypto/sealing-errors.js';
import { ReportService } from '../report/report.service.js';
import { type AffectWeekRow, AffectRepository, type SessionAffectRow } from './affect.repository.js';
import { addSums, type AffectSums, emptySums, packSums, sumsOf, unpackSums } from './affect-sums.js';

const WEEK_MS = 604_800_000;
/**
 * Weeks are summed in quarters of an hour by their sessions' start, because every time zone of today lies a multiple of one from UTC:
 * so the same rows give exact days to whoever looks, wherever they are.
 */
const SLOT_MS = 900_000;

/** What began within a quarter of an hour. Epoch milliseconds. */
export interface AffectSlot {
  readonly from: number;
  readonly sums: AffectSums;
}

const sessionContent = z.object({ slot: z.int().min(0).max(671), sums: z.unknown() });

const sessionRef = (rowId: string) => ({ table: 'session_affect', column: 'content_sealed', rowId });
const weekRef = (personId: string, week: string) => ({ table: 'affect_weeks', column: 'content_sealed', rowId: `${personId}:${week}` });

/** The first of the seven UTC days, counted from 1970-01-01 on, in which a moment lies. */
const weekOf = (ms: number) => new Date(ms - (ms % WEEK_MS)).toISOString().slice(0, 10);

/** Keeps what sessions add up to by week, sealed for the person whose weeks they are, as sessions end. */
@Injectable()
export class AffectRollup implements OnModuleInit {
  constructor(
    private readonly repository: AffectRepository,
    private readonly reports: ReportService,
    private readonly cipher: FieldCipher,
  ) {}

  onModuleInit(): void {
    this.reports.whenStored(async (report, { personId, points, durationMs }, tx) => {
      const tasks = report.cbtFindings.reduce((count, { intervention }) => count + (intervention?.tasks.length ?? 0), 0);
      await this.add(report.sessionId, personId, Date.parse(report.session.startedAt), sumsOf(points, durationMs, tasks), tx);
    });
  }

  /** Everything of a person that began between two moments, by quarters of an hour. */
  async slotsOf(personId: string, from: number, to: number): Promise<AffectSlot[]> {
    const rows = await this.repository.findWeeks(personId, weekOf(from), weekOf(to));
    const summed = rows.flatMap(({ week, content_sealed: envelope }) => (envelope === null ? [] : [{ week, field: { ref: weekRef(personId, week), envelope } }]));
    const texts = await this.cipher.openManyTexts(summed.map(({ field }) => field));
    const slots = summed.flatMap(({ week }, index) => readWeek(week, texts[index] ?? '[]'));
    // Emptied because a session of the week was deleted, or came from a guest.
    for (const row of rows) if (row.content_sealed === null) slots.push(...(await this.sum(personId, row)));
    return slots.filter((slot) => slot.from >= from && slot.from < to);
  }

  /** What single sessions add up to, in the order of the rows; nothing for those of a person who was deleted in this moment. */
  async openSessions(rows: readonly SessionAffectRow[]): Promise<AffectSums[]> {
    const fields = rows.map(({ session_id: id, content_sealed: envelope }) => ({ ref: sessionRef(id), envelope }));
    try {
      return (await this.cipher.openManyTexts(fields)).map(readSession);
    } catch (error) {
      if (!(error instanceof PersonKeyMissingError)) throw error;
      const opened = fields.map(({ ref, envelope }) => this.cipher.openText(ref, envelope).then(readSession, emptySums));
      return Promise.all(opened);
    }
  }

  private async add(sessionId: string, personId: string, startedAt: number, sums: AffectSums, tx: Transaction): Promise<void> {
    const week = weekOf(startedAt);
    const slot = Math.floor((startedAt % WEEK_MS) / SLOT_MS);
    const content = await this.cipher.seal(personId, sessionRef(sessionId), JSON.stringify({ slot, sums: packSums(sums) }), tx);
    await this.repository.saveSession(sessionId, personId, week, content, tx);
    const row = await this.repository.lockWeek(personId, week, tx);
    if (row !== null) await this.sum(personId, row, tx);
  }

  private async sum(personId: string, { week, version }: AffectWeekRow, tx?: Transaction): Promise<AffectSlot[]> {
    const rows = await this.repository.findSessionsOf(personId, week, tx);
    const texts = await this.cipher.openManyTexts(rows.map(({ session_id: id, content_sealed: envelope }) => ({ ref: sessionRef(id), envelope })), tx);
    const bySlot = new Map<number, AffectSums>();
    for (const text of texts) {
      const { slot, sums } = sessionContent.parse(JSON.parse(text));
      const total = bySlot.get(slot) ?? emptySums();
      addSums(total, unpackSums(sums));
      bySlot.set(slot, total);
    }
    const json = JSON.stringify([...bySlot].map(([slot, sums]) => [slot, packSums(sums)]));
    const sealed = await this.cipher.seal(personId, weekRef(personId, week), json, tx);
    await this.repository.saveWeek(personId, week, version, sealed, tx);
    return readWeek(week, json);
  }
}

const readSession = (json: string): AffectSums => unpackSums(sessionContent.parse(JSON.parse(json)).sums);

/** Checked by hand, as {@link unpackSums} is: a look at half a year reads hundreds of these. */
function readWeek(week: string, json: string): AffectSlot[] {
  const start = Date.parse(week);
  const slots: unknown = JSON.parse(json);
  if (!Array.isArray(slots)) throw new Error('a week of affect is not as it was stored');
  return slots.map((entry: unknown) => {
    const [slot, sums] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof slot !== 'number') throw new Error('a week of affect is not as it was stored');
    return { from: start + slot * SLOT_MS, sums: unpackSums(sums) };
  });
}
