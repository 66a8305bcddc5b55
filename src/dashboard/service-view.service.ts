import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { type DashboardRange, type DashboardService as ServiceView, SERVICE_GROUP_MIN, type ServiceGroup } from '../../libs/contracts/dashboard.js';
import type { MeanAffect } from '../../libs/contracts/emotion.js';
import { AffectRollup } from './affect-rollup.service.js';
import { type AffectSums, addSums, emptySums, meanOf } from './affect-sums.js';
import { DashboardRepository, type ServiceAffectRow, type ServiceRow } from './dashboard.repository.js';
import { daysIn } from './local-days.js';

const ALL = 'all';
const RANGES: readonly DashboardRange[] = ['7d', '30d', '90d'];
/** Coarse figures, so that the difference of two views does not show one person. */
const MEAN_STEP = 0.05;
const DURATION_STEP_MS = 60_000;

/**
 * The service as those who run it see it: groups of people, by UTC week and all together, never a person.
 * - A group of fewer than five is withheld.
 * - While a week is withheld that somebody was in, the smallest shown week is withheld as well: else the small one would be
 *   the difference of the whole and the others.
 * - The whole is withheld while what it has more than a shorter range's whole, which is shown, is such a group.
 * - Weeks are whole, so that a later look does not differ from an earlier one by a day's people.
 */
@Injectable()
export class ServiceViewService {
  constructor(
    private readonly repository: DashboardRepository,
    private readonly rollup: AffectRollup,
  ) {}

  async view(range: DashboardRange, now = new Date()): Promise<ServiceView> {
    const monday = mondayOf(range, now);
    const rows = await this.repository.findService(monday);
    const shown = shownNames(rows);
    if (shown.has(ALL) && !(await this.isWholeShown(range, now))) shown.delete(ALL);
    const means = shown.size === 0 ? new Map<string, MeanAffect>() : await this.meansOf(monday);
    const groups = rows.map((row): ServiceGroup => {
      const name = nameOf(row);
      if (!shown.has(name)) return withheld(name);
      const meanDurationMs = Math.round(row.mean_duration_ms / DURATION_STEP_MS) * DURATION_STEP_MS;
      const { people, sessions, alerts: crisisAlerts } = row;
      return { name, withheld: false, people, sessions, meanDurationMs, mean: means.get(name) ?? null, crisisAlerts };
    });
    return { range, minimumGroup: SERVICE_GROUP_MIN, groups };
  }

  private async isWholeShown(range: DashboardRange, now: Date): Promise<boolean> {
    const since = mondayOf(range, now);
    if ((await this.repository.countPeople(since, now)) < SERVICE_GROUP_MIN) return false;
    for (const shorter of RANGES.slice(0, RANGES.indexOf(range))) {
      const more = await this.repository.countPeople(since, mondayOf(shorter, now));
      if (more > 0 && more < SERVICE_GROUP_MIN && (await this.isWholeShown(shorter, now))) return false;
    }
    return true;
  }

  /** Means of people's means, so that one who comes often does not outweigh the others; only of groups in which enough were read. */
  private async meansOf(since: Date): Promise<Map<string, MeanAffect>> {
    const rows = await this.repository.findServiceAffect(since);
    const opened = await this.rollup.openSessions(rows);
    const groups = new Map<string, Map<string, AffectSums>>();
    rows.forEach((row, index) => {
      const sums = opened[index];
      if (sums === undefined || !(sums.weight > 0)) return;
      for (const name of [ALL, row.week]) addTo(groups, name, row, sums);
    });
    const means = new Map<string, MeanAffect>();
    for (const [name, people] of groups) if (people.size >= SERVICE_GROUP_MIN) means.set(name, meanOfMeans([...people.values()]));
    return means;
  }
}

function addTo(groups: Map<string, Map<string, AffectSums>>, name: string, { person_id: personId }: ServiceAffectRow, sums: AffectSums): void {
  const people = groups.get(name) ?? new Map<string, AffectSums>();
  const total = people.get(personId) ?? emptySums();
  addSums(total, sums);
  groups.set(name, people.set(personId, total));
}

function meanOfMeans(people: readonly AffectSums[]): MeanAffect {
  const means = people.map(meanOf);
  const average = (name: keyof MeanAffect) => {
    const mean = means.reduce((sum, one) => sum + (one[name] ?? 0), 0) / means.length;
    return Math.round(Math.round(mean / MEAN_STEP) * MEAN_STEP * 100) / 100;
  };
  return { valence: average('valence'), arousal: average('arousal'), dominance: average('dominance') };
}

const mondayOf = (range: DashboardRange, now: Date): Date =>
  DateTime.fromJSDate(now, { zone: 'utc' }).minus({ days: daysIn(range) - 1 }).startOf('week').toJSDate();

const nameOf = ({ week }: ServiceRow): string => week ?? ALL;

function shownNames(rows: readonly ServiceRow[]): Set<string> {
  const large = rows.filter(({ people }) => people >= SERVICE_GROUP_MIN);
  const weeks = large.filter(({ week }) => week !== null).sort((a, b) => a.people - b.people);
  const hasSmallWeek = rows.some(({ week, people }) => week !== null && people > 0 && people < SERVICE_GROUP_MIN);
  if (hasSmallWeek) weeks.shift();
  return new Set([...large.filter(({ week }) => week === null), ...weeks].map(nameOf));
}

const withheld = (name: string): ServiceGroup => ({
  name, withheld: true, people: null, sessions: null, meanDurationMs: null, mean: null, crisisAlerts: null,
});
