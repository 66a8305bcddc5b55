import { Injectable } from '@nestjs/common';
import { CRISIS_LEVELS } from '../../libs/contracts/crisis.js';
import type { CaseloadEntry } from '../../libs/contracts/dashboard.js';
import type { PageQuery } from '../../libs/contracts/primitives.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { Page } from '../platform/http/answers.js';
import { AffectRollup } from './affect-rollup.service.js';
import { addSums, type AffectSums, emptySums, meanOf } from './affect-sums.js';
import { type CaseAlertRow, type CaseRow, DashboardRepository } from './dashboard.repository.js';

const MEAN_OVER_MS = 30 * 86_400_000;
const MOST_ALERTS = 50;

interface Case {
  readonly row: CaseRow;
  readonly alerts: readonly CaseAlertRow[];
  /** 0 without an alert that waits; else by its level. */
  readonly urgency: number;
}

/** The people whom a counselor accompanies: who needs them most comes first. Only sessions with this counselor are looked at. */
@Injectable()
export class CaseloadService {
  constructor(
    private readonly repository: DashboardRepository,
    private readonly rollup: AffectRollup,
    private readonly cipher: FieldCipher,
  ) {}

  async list(counselorId: string, { limit, offset }: PageQuery, now = new Date()): Promise<Page<CaseloadEntry>> {
    const [rows, alerts] = await Promise.all([this.repository.findCases(counselorId), this.repository.findCaseAlerts(counselorId)]);
    const byPerson = Map.groupBy(alerts, ({ person_id: personId }) => personId);
    const cases = rows.map((row): Case => {
      const own = byPerson.get(row.person_id) ?? [];
      const urgency = Math.max(0, ...own.filter(({ is_answered: isAnswered }) => !isAnswered).map(({ level }) => CRISIS_LEVELS.indexOf(level) + 1));
      return { row, alerts: own, urgency };
    });
    cases.sort((a, b) => b.urgency - a.urgency || b.row.last_at.getTime() - a.row.last_at.getTime() || (a.row.person_id < b.row.person_id ? -1 : 1));
    const items = await this.describe(counselorId, cases.slice(offset, offset + limit), now);
    return new Page(items, { total: rows.length, limit, offset });
  }

  private async describe(counselorId: string, cases: readonly Case[], now: Date): Promise<CaseloadEntry[]> {
    const personIds = cases.map(({ row }) => row.person_id);
    const [names, means] = await Promise.all([this.namesOf(cases), this.sumsOf(counselorId, personIds, new Date(now.getTime() - MEAN_OVER_MS))]);
    return cases.map(({ row, alerts }) => ({
      userId: row.person_id,
      username: names.get(row.person_id) ?? null,
      sessions: row.sessions,
      lastSessionId: row.last_id,
      lastSessionAt: row.last_at.toISOString(),
      activeSessionId: row.active_id,
      mean: meanOf(means.get(row.person_id) ?? emptySums()),
      alerts: alerts.slice(0, MOST_ALERTS).map(alertView),
    }));
  }

  private async namesOf(cases: readonly Case[]): Promise<Map<string, string>> {
    const named = cases.flatMap(({ row: { person_id: id, username_sealed: envelope } }) =>
      envelope === null ? [] : [{ id, field: { ref: { table: 'users', column: 'username_sealed', rowId: id }, envelope } }],
    );
    const texts = await this.cipher.openManyTexts(named.map(({ field }) => field));
    return new Map(named.map(({ id }, index) => [id, texts[index] ?? '']));
  }

  private async sumsOf(counselorId: string, personIds: readonly string[], since: Date): Promise<Map<string, AffectSums>> {
    const rows = await this.repository.findCaseAffect(counselorId, personIds, since);
    const opened = await this.rollup.openSessions(rows);
    const totals = new Map<string, AffectSums>();
    rows.forEach(({ person_id: id }, index) => {
      const total = totals.get(id) ?? emptySums();
      const own = opened[index];
      if (own !== undefined) addSums(total, own);
      totals.set(id, total);
    });
    return totals;
  }
}

const alertView = ({ id, session_id: sessionId, level, created_at: at, is_answered: acknowledged }: CaseAlertRow) => ({
  alertId: id, sessionId, level, at: at.toISOString(), acknowledged,
});
