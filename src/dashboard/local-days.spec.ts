import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayIndexOf, localDays } from './local-days.js';

const HOUR = 3_600_000;
const lengths = (now: string, zone: string, count: number) =>
  localDays(new Date(now), zone, count).map(({ date, from, to }) => `${date} ${(to - from) / HOUR}`);

describe('the days of a time zone', () => {
  it('are 23 and 25 hours long where clocks change', () => {
    expect(lengths('2026-10-26T12:00:00Z', 'Europe/Berlin', 3)).toEqual(['2026-10-24 24', '2026-10-25 25', '2026-10-26 24']);
    expect(lengths('2026-03-30T12:00:00Z', 'Europe/Berlin', 3)).toEqual(['2026-03-28 24', '2026-03-29 23', '2026-03-30 24']);
    expect(lengths('2026-03-09T12:00:00Z', 'America/New_York', 2)).toEqual(['2026-03-08 23', '2026-03-09 24']);
    expect(lengths('2026-10-04T12:00:00Z', 'Australia/Lord_Howe', 1)).toEqual(['2026-10-04 23.5']);
  });

  it('begin at midnight, or at the first moment of a day without one', () => {
    const [day] = localDays(new Date('2026-09-06T12:00:00Z'), 'America/Santiago', 1);
    expect(day).toMatchObject({ date: '2026-09-06', from: Date.parse('2026-09-06T04:00:00Z') });
  });

  it('end with the one in which now is', () => {
    expect(localDays(new Date('2026-11-21T15:30:00Z'), 'Asia/Seoul', 2).map(({ date }) => date)).toEqual(['2026-11-21', '2026-11-22']);
    expect(localDays(new Date('2026-11-21T15:30:00Z'), 'America/New_York', 2).map(({ date }) => date)).toEqual(['2026-11-20', '2026-11-21']);
  });

  it('follow each other without a gap, and each moment falls into the one that the calendar says', () => {
    const zones = ['Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/Santiago', 'UTC'];
    const moments = fc.date({ min: new Date('2024-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), fc.integer({ min: 0, max: 89 * 24 * 60 }), (now, zone, minutesBefore) => {
        const days = localDays(now, zone, 90);
        days.forEach((day, index) => expect(day.from).toBe(index === 0 ? day.from : days[index - 1]?.to));
        const moment = new Date(now.getTime() - minutesBefore * 60_000);
        const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment);
        const index = dayIndexOf(days, moment.getTime());
        if (index >= 0) expect(days[index]?.date).toBe(calendar);
        else expect(moment.getTime()).toBeLessThan(days[0]?.from ?? 0);
      }),
      { numRuns: 200 },
    );
  });
});
