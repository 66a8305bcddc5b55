import { Injectable } from '@nestjs/common';
import type { AffectChange, DashboardQuery, DashboardSession, DashboardSummary, DashboardTrends } from '../../libs/contracts/dashboard.js';
import type { MeanAffect } from '../../libs/contracts/emotion.js';
import type { Language } from '../../libs/contracts/primitives.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import { SurveyService } from '../survey/survey.service.js';
import { AffectRollup } from './affect-rollup.service.js';
import { addSums, type AffectSums, coverageOf, dominantOf, emptySums, meanOf, mixOf, noShares } from './affect-sums.js';
import { DashboardRepository } from './dashboard.repository.js';
import { DashboardSources } from './dashboard-sources.service.js';
import { dayIndexOf, daysIn, type LocalDay, localDays } from './local-days.js';
import { PersonTimeZone } from './person-time-zone.service.js';
import { recommend } from './recommendations.js';

const RECENT = 5;
const DAY_MS = 86_400_000;

/** A day of one person's: what their sessions that began on it add up to. */
interface DaySums extends LocalDay {
  readonly sums: AffectSums;
}

/** What a person sees of themselves over time. It reads nobody else's rows. */
@Injectable()
export class DashboardService {
  constructor(
    private readonly rollup: AffectRollup,
    private readonly repository: DashboardRepository,
    private readonly sources: DashboardSources,
    private readonly zones: PersonTimeZone,
    private readonly surveys: SurveyService,
  ) {}

  async summary(person: UserPrincipal, { range, timeZone }: DashboardQuery, language: Language, now = new Date()): Promise<DashboardSummary> {
    const count = daysIn(range);
    const zone = await this.zones.of(person, timeZone);
    const days = await this.daysOf(person.userId, localDays(now, zone, 2 * count));
    const [before, current] = [days.slice(0, count), days.slice(count)];
    const today = current.at(-1)?.sums ?? emptySums();
    const [total, earlier] = [totalOf(current), totalOf(before)];
    const from = new Date(current[0]?.from ?? now.getTime());
    const [recent, done, surveyedAt] = await Promise.all([
      this.recentSessions(person.userId),
      this.sources.tasksDone(person.userId, from, now),
      this.surveys.lastAnsweredAt(person.userId),
    ]);
    const tasks = { proposed: total.tasks, done: done.length };
    const rangeMean = meanOf(total);
    const rangeOverRange = changeOf(meanOf(earlier), rangeMean);
    const facts = {
      days: count,
      sessions: total.sessions,
      hasSessions: recent.length > 0,
      lastDay: meanOf(lastWithData(days)?.sums ?? emptySums()),
      range: rangeMean,
      valenceChange: rangeOverRange.valence,
      coverageRatio: coverageOf(total),
      tasks,
      daysSinceSurvey: surveyedAt === null ? null : Math.floor((now.getTime() - surveyedAt.getTime()) / DAY_MS),
    };
    return {
      range,
      sessions: total.sessions,
      todayAvg: meanOf(today),
      trend: { dayOverDay: changeOf(meanOf(lastWithData(days.slice(0, -1))?.sums ?? emptySums()), meanOf(today)), rangeOverRange },
      emotionMix: mixOf(total) ?? noShares(),
      tasks,
      recommendations: recommend(facts, language),
      recentSessions: recent,
    };
  }

  async trends(person: UserPrincipal, { range, timeZone }: DashboardQuery, now = new Date()): Promise<DashboardTrends> {
    const zone = await this.zones.of(person, timeZone);
    const calendar = localDays(now, zone, daysIn(range));
    const [from, to] = [new Date(calendar[0]?.from ?? now.getTime()), new Date(calendar.at(-1)?.to ?? now.getTime())];
    const [days, done] = await Promise.all([this.daysOf(person.userId, calendar), this.sources.tasksDone(person.userId, from, to)]);
    const tasks = Map.groupBy(done, (doneAt) => dayIndexOf(calendar, doneAt.getTime()));
    const points = days.map(({ date, sums }, index) => ({
      date,
      sessions: sums.sessions,
      tasksDone: tasks.get(index)?.length ?? 0,
      durationMs: Math.round(sums.durationMs),
      mean: meanOf(sums),
      emotionMix: mixOf(sums),
      coverageRatio: coverageOf(sums),
    }));
    return { range, timeZone: zone, points };
  }

  /** Sessions count on the day on which they began; those that have not ended count as sessions and nothing more. */
  private async daysOf(personId: string, days: readonly LocalDay[]): Promise<DaySums[]> {
    const [from, to] = [days[0]?.from ?? 0, days.at(-1)?.to ?? 0];
    const [slots, open] = await Promise.all([this.rollup.slotsOf(personId, from, to), this.repository.findOpen(personId, new Date(from))]);
    const summed = days.map((day): DaySums => ({ ...day, sums: emptySums() }));
    const at = (ts: number) => summed[dayIndexOf(days, ts)]?.sums;
    for (const slot of slots) {
      const sums = at(slot.from);
      if (sums !== undefined) addSums(sums, slot.sums);
    }
    for (const { started_at: startedAt } of open) {
      const sums = at(startedAt.getTime());
      if (sums !== undefined) sums.sessions += 1;
    }
    return summed;
  }

  private async recentSessions(personId: string): Promise<DashboardSession[]> {
    const rows = await this.repository.findRecent(personId, RECENT);
    const known = rows.flatMap(({ id, content_sealed: content }) => (content === null ? [] : [{ session_id: id, content_sealed: content }]));
    const sums = await this.rollup.openSessions(known);
    const dominant = new Map(known.map(({ session_id: id }, index) => [id, dominantOf(sums[index] ?? emptySums())]));
    return rows.map(({ id, report_id: reportId, started_at: startedAt, duration_ms: durationMs, status }) => ({
      sessionId: id,
      reportId,
      createdAt: startedAt.toISOString(),
      durationMs: Math.round(durationMs),
      status,
      dominantEmotion: dominant.get(id) ?? null,
    }));
  }
}

function totalOf(days: readonly DaySums[]): AffectSums {
  const total = emptySums();
  for (const { sums } of days) addSums(total, sums);
  return total;
}

const lastWithData = (days: readonly DaySums[]) => days.findLast(({ sums }) => sums.weight > 0);

const difference = (before: number | null, now: number | null) => (before === null || now === null ? null : Math.round((now - before) * 1_000) / 1_000);

/** Null where either side has no data. */
const changeOf = (before: MeanAffect, now: MeanAffect): AffectChange => ({
  valence: difference(before.valence, now.valence),
  arousal: difference(before.arousal, now.arousal),
  dominance: difference(before.dominance, now.dominance),
});
