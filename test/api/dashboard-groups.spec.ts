import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaseloadEntry, DashboardService as ServiceView } from '../../libs/contracts/dashboard.js';
import { Db } from '../../src/platform/database/db.js';
import { uuidv7 } from '../../src/platform/database/uuid.js';
import { addPastSession, secondsOf } from '../harness/past-session.js';
import { signInAs, signUp, startSession, type SignedIn } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

let server: TestApp;
beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

const ago = (minutes: number) => DateTime.now().minus({ minutes }).toJSDate();

describe('the caseload', () => {
  const cases = async ({ api }: SignedIn, query = '') => ((await api.get(`/dashboard/caseload${query}`)).data as unknown[]).map((entry) => CaseloadEntry.parse(entry));

  it('S12 has the people with a session of this counselor, and only what those sessions show; open alerts first', async () => {
    const [counselor, other] = [await signInAs(server, 'counselor'), await signInAs(server, 'counselor')];
    const [calm, urgent, foreign] = [await signUp(server, '고요'), await signUp(server, '다급'), await signUp(server, '남')];
    const with_ = (counselorId: string, startedAt: Date, label: 'happy' | 'sad') => ({ startedAt, seconds: secondsOf(label, 20), counselorId });
    await addPastSession(server, calm.id, with_(counselor.id, ago(10), 'happy'));
    await addPastSession(server, calm.id, with_(other.id, ago(5), 'sad'));
    const alarming = await addPastSession(server, urgent.id, with_(counselor.id, ago(600), 'sad'));
    await addPastSession(server, foreign.id, with_(other.id, ago(5), 'sad'));
    const active = await startSession(urgent, { counselorId: counselor.id });

    const quiet = await cases(counselor);
    expect(quiet.map(({ username }) => username)).toEqual(['다급', '고요']);
    expect(quiet[1]).toMatchObject({ userId: calm.id, sessions: 1, activeSessionId: null, mean: { valence: 0.81 }, alerts: [] });
    expect(quiet[0]).toMatchObject({ userId: urgent.id, sessions: 2, activeSessionId: active.id, lastSessionId: active.id, mean: { valence: -0.63 } });

    await addPastSession(server, calm.id, with_(counselor.id, ago(0), 'happy'));
    const names = async () => (await cases(counselor)).map(({ username }) => username);
    expect(await names()).toEqual(['고요', '다급']);
    const db = server.app.get(Db, { strict: false });
    await db.query("INSERT INTO crisis_alerts (id, person_id, session_id, level, source) VALUES ($1, $2, $3, 'high', 'message')", [uuidv7(), urgent.id, alarming]);
    expect(await names()).toEqual(['다급', '고요']);
    expect((await cases(counselor))[0]?.alerts).toEqual([expect.objectContaining({ sessionId: alarming, level: 'high', acknowledged: false })]);
    expect((await cases(other)).flatMap((entry) => entry.alerts)).toEqual([]);
    await db.query('UPDATE crisis_alerts SET acknowledged_at = now() WHERE session_id = $1', [alarming]);
    expect(await names()).toEqual(['고요', '다급']);
    expect((await cases(other)).map(({ username }) => username).sort()).toEqual(['고요', '남']);
  });

  it('comes in pages', async () => {
    const counselor = await signInAs(server, 'counselor');
    for (const minutes of [1, 2, 3]) await addPastSession(server, (await signUp(server, `사람${minutes}`)).id, { startedAt: ago(minutes), seconds: [], counselorId: counselor.id });
    const page = await counselor.api.get('/dashboard/caseload?limit=2&offset=1');
    expect(page.meta).toEqual({ total: 3, limit: 2, offset: 1 });
    expect((page.data as { username: string }[]).map(({ username }) => username)).toEqual(['사람2', '사람3']);
  });
});

describe('the service view', () => {
  it('withholds groups of fewer than five people whole, and shows larger ones without any person', async () => {
    const own = await startTestApp();
    try {
      const admin = await signInAs(own, 'admin');
      const look = async () => ServiceView.parse((await admin.api.get('/dashboard/service?range=7d')).data);
      const [first, ...others] = await Promise.all(Array.from({ length: 5 }, () => signUp(own)));
      // Within the current week, whatever day it is.
      const startedAt = DateTime.max(DateTime.utc().startOf('week'), DateTime.utc().minus({ minutes: 30 })).toJSDate();
      for (const person of others) await addPastSession(own, person.id, { startedAt, seconds: secondsOf('happy', 60) });
      const nothing = { withheld: true, people: null, sessions: null, meanDurationMs: null, mean: null, crisisAlerts: null };
      for (const group of (await look()).groups) expect(group).toMatchObject(nothing);
      await addPastSession(own, first?.id ?? '', { startedAt, seconds: secondsOf('sad', 60) });
      const { groups, minimumGroup } = await look();
      expect(minimumGroup).toBe(5);
      expect(groups[0]).toEqual({
        name: 'all', withheld: false, people: 5, sessions: 5, meanDurationMs: 60_000, crisisAlerts: 0,
        mean: { valence: 0.5, arousal: 0.35, dominance: 0.3 },
      });

      // One person in an earlier week, which no look at 7 days reaches: that week is small, and must not be the difference of the others either.
      const before = DateTime.utc().minus({ days: 15 }).toJSDate();
      await addPastSession(own, first?.id ?? '', { startedAt: before, seconds: secondsOf('sad', 60) });
      const thirty = ServiceView.parse((await admin.api.get('/dashboard/service?range=30d')).data).groups;
      expect(thirty.map(({ name, withheld }) => [name === 'all', withheld])).toEqual([[true, true], [false, true], [false, true]]);
      expect(JSON.stringify(thirty)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
      expect((await look()).groups[0]).toMatchObject({ withheld: false, people: 5 });

      // Nor what a longer look has more than a shorter one that is shown, until that is a group itself.
      const wide = async () => ServiceView.parse((await admin.api.get('/dashboard/service?range=30d')).data).groups[0];
      for (const person of others) await addPastSession(own, person.id, { startedAt: before, seconds: secondsOf('sad', 60) });
      expect(await wide()).toMatchObject({ withheld: false, people: 5, sessions: 10 });
    } finally {
      await own.close();
    }
  });
});
