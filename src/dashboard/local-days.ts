import { LRUCache } from 'lru-cache';
import { DateTime } from 'luxon';
import type { DashboardRange } from '../../libs/contracts/dashboard.js';

const DAYS: Readonly<Record<DashboardRange, number>> = { '7d': 7, '30d': 30, '90d': 90 };

/** A calendar day in somebody's time zone; 23 or 25 hours long where clocks change. Epoch milliseconds, end exclusive. */
export interface LocalDay {
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

export const daysIn = (range: DashboardRange): number => DAYS[range];

/** Calendars are slow to ask, and the days of a zone are the same for everybody in it. */
const known = new LRUCache<string, readonly LocalDay[]>({ max: 500 });

/** The `count` days up to and with today, oldest first. */
export function localDays(now: Date, zone: string, count: number): readonly LocalDay[] {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  const key = `${zone} ${count} ${today.toMillis()}`;
  const days = known.get(key) ?? daysUntil(today, count);
  known.set(key, days);
  return days;
}

function daysUntil(today: DateTime, count: number): LocalDay[] {
  return Array.from({ length: count }, (_, index) => {
    const day = today.minus({ days: count - 1 - index }).startOf('day');
    return { date: day.toISODate() ?? '', from: day.toMillis(), to: day.plus({ days: 1 }).startOf('day').toMillis() };
  });
}

/** Where a moment falls among days that follow each other; −1 outside of them. */
export function dayIndexOf(days: readonly LocalDay[], ts: number): number {
  let low = 0;
  let high = days.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const day = days[middle];
    if (day === undefined) return -1;
    if (ts < day.from) high = middle - 1;
    else if (ts >= day.to) low = middle + 1;
    else return middle;
  }
  return -1;
}
