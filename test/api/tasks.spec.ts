import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DashboardSummary, DashboardTrends } from '../../libs/contracts/dashboard.js';
import { RestClient } from '../../libs/client/rest-client.js';
import { Insight, TaskState } from '../../libs/contracts/insights.js';
import { Report } from '../../libs/contracts/report.js';
import { uuidv7 } from '../../src/platform/database/uuid.js';
import { ask } from '../harness/embedded-server.js';
import { hasPoppler, inspectPdf } from '../harness/pdf-tools.js';
import { signUp, startGuestSession, startSession, type StartedSession } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

const poppler = await hasPoppler();

let server: TestApp;
beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

const THOUGHT = 'I failed one test, so I am a complete failure and I will never achieve anything.';

const insightsOf = async ({ id, api }: StartedSession) => z.array(Insight).parse((await api.get(`/session/${id}/insights`)).data);

/** A session in which something was found and met with a task; gives the finding. */
async function withTask(session: StartedSession): Promise<Insight> {
  await session.api.post(`/session/${session.id}/messages`, { text: THOUGHT });
  const found = (await insightsOf(session)).find(({ tasks }) => tasks.length > 0);
  if (found === undefined) throw new Error('nothing was offered');
  return found;
}

const pathOf = ({ id }: StartedSession, insightId: string, task: number | string = 0) => `/session/${id}/insights/${insightId}/tasks/${task}`;
const mark = async (session: StartedSession, insightId: string, done = true) =>
  TaskState.parse((await session.api.put(pathOf(session, insightId), { done })).data);
const reportOf = async ({ id, api }: StartedSession) => Report.parse((await api.get(`/session/${id}/report`)).data);

describe('a proposed task', () => {
  it('is marked as done once, however often that is said, and can be taken back', async () => {
    const session = await startSession(await signUp(server), { language: 'en' });
    const { id } = await withTask(session);
    const answers = await Promise.all(Array.from({ length: 5 }, () => mark(session, id)));
    const [first] = answers;
    expect(first).toEqual({ insightId: id, task: 0, doneAt: expect.any(String) as string });
    for (const answer of [...answers, await mark(session, id)]) expect(answer).toEqual(first);
    const doneAt = async () => (await insightsOf(session)).find((insight) => insight.id === id)?.tasks[0]?.doneAt;
    expect(await doneAt()).toBe(first?.doneAt);
    for (let round = 0; round < 2; round += 1) expect(await mark(session, id, false)).toEqual({ insightId: id, task: 0, doneAt: null });
    expect(await doneAt()).toBeUndefined();
  });

  it('is homework: it can be done after the session, and the report says so', async () => {
    const session = await startSession(await signUp(server), { language: 'en' });
    const { id } = await withTask(session);
    await session.api.post(`/session/${session.id}/end`);
    const before = (await session.api.get(`/session/${session.id}/report`)).headers.get('etag') ?? '';
    const again = () => session.api.with({ 'If-None-Match': before }).get(`/session/${session.id}/report`);
    expect((await again()).status).toBe(304);
    const { doneAt } = await mark(session, id);
    expect((await again()).status).toBe(200);
    const report = await reportOf(session);
    expect(report.insights.find((insight) => insight.id === id)?.tasks[0]?.doneAt).toBe(doneAt);
    expect(report.cbtFindings.flatMap(({ intervention }) => intervention?.tasks ?? []).map((task) => task.doneAt)).toContain(doneAt);
  });

  it.runIf(poppler)('is marked in the PDF', async () => {
    const session = await startSession(await signUp(server), { language: 'en' });
    const { id, tasks } = await withTask(session);
    await session.api.post(`/session/${session.id}/end`);
    const pdf = async () => {
      const client = new RestClient({ url: server.url, token: session.token });
      return (await inspectPdf(await client.reportPdf(session.id))).text.replaceAll(/\s+/g, ' ');
    };
    const title = tasks[0]?.title ?? '';
    expect(await pdf()).toContain(title);
    expect(await pdf()).not.toContain(`[Done] ${title}`);
    const client = new RestClient({ url: server.url, token: session.token });
    expect(await client.markTask(session.id, id, 0, true)).toMatchObject({ insightId: id, task: 0 });
    expect((await client.insights(session.id)).find((insight) => insight.id === id)?.tasks[0]?.doneAt).toBeDefined();
    expect(await pdf()).toContain(`[Done] ${title}`);
  }, 60_000);

  it('of a guest goes with the session that is claimed, and its mark with the deleted one', async () => {
    const guest = await startGuestSession(server, { language: 'en' });
    const { id } = await withTask(guest);
    const { doneAt } = await mark(guest, id);
    const person = await signUp(server);
    expect((await person.api.post(`/session/${guest.id}/claim`, { guestToken: guest.token })).status).toBe(200);
    const claimed = { ...guest, api: person.api };
    expect((await insightsOf(claimed)).find((insight) => insight.id === id)?.tasks[0]?.doneAt).toBe(doneAt);
    const done = async () => DashboardSummary.parse((await person.api.get('/dashboard/summary')).data).tasks.done;
    expect(await done()).toBe(1);
    await person.api.delete(`/session/${guest.id}`);
    expect(await done()).toBe(0);
  });

  it('S12 that there is not, or that is another session’s, is not found', async () => {
    const person = await signUp(server);
    const [one, two] = [await startSession(person, { language: 'en' }), await startSession(person, { language: 'en' })];
    const { id, tasks } = await withTask(one);
    const code = async (path: string, body: object = { done: true }) => (await person.api.put(path, body)).error?.code;
    expect(await code(pathOf(two, id))).toBe('NOT_FOUND');
    expect(await code(pathOf(one, uuidv7()))).toBe('NOT_FOUND');
    expect(await code(pathOf(one, id, tasks.length))).toBe('NOT_FOUND');
    for (const task of ['-1', '10', 'x', '1e0', '0x0', '%00']) expect(await code(pathOf(one, id, task))).toBe('VALIDATION_ERROR');
    for (const body of [{}, { done: 'yes' }, { done: null }, { done: true, doneAt: '2020-01-01T00:00:00Z' }]) expect(await code(pathOf(one, id), body)).toBe('VALIDATION_ERROR');
    const stranger = await signUp(server);
    expect((await stranger.api.put(pathOf(one, id), { done: true })).error?.code).toBe('NOT_FOUND');
    expect((await insightsOf(one)).flatMap((insight) => insight.tasks).some((task) => task.doneAt !== undefined)).toBe(false);
  });
});

describe('the dashboard', () => {
  it('counts tasks on the day on which they were done, in the time zone of whoever looks', async () => {
    const [person, other] = [await signUp(server), await signUp(server)];
    const session = await startSession(person, { language: 'en' });
    const { id } = await withTask(session);
    await session.api.post(`/session/${session.id}/end`);
    const summary = async (query = '') => DashboardSummary.parse((await person.api.get(`/dashboard/summary${query}`)).data);
    expect((await summary()).tasks).toEqual({ proposed: 1, done: 0 });
    expect((await summary()).recommendations.map((one) => one.id)).toContain('open-tasks');
    await mark(session, id);
    expect((await summary()).tasks).toEqual({ proposed: 1, done: 1 });
    expect((await summary()).recommendations.map((one) => one.id)).not.toContain('open-tasks');

    // Half an hour after midnight in Seoul, two days ago: in Berlin it is the day before.
    const at = DateTime.now().setZone('Asia/Seoul').startOf('day').minus({ days: 2 }).plus({ minutes: 30 });
    await ask(server.database.ownerUrl, `UPDATE done_tasks SET done_at = '${at.toUTC().toISO() ?? ''}' WHERE finding_id = '${id}'`);
    for (const timeZone of ['Asia/Seoul', 'Europe/Berlin']) {
      const { points } = DashboardTrends.parse((await person.api.get(`/dashboard/trends?timeZone=${timeZone}`)).data);
      expect(points.filter(({ tasksDone }) => tasksDone > 0).map(({ date, tasksDone }) => [date, tasksDone])).toEqual([[at.setZone(timeZone).toISODate(), 1]]);
    }
    await ask(server.database.ownerUrl, `UPDATE done_tasks SET done_at = now() - interval '8 days' WHERE finding_id = '${id}'`);
    expect((await summary()).tasks.done).toBe(0);
    expect((await summary('?range=30d')).tasks.done).toBe(1);
    expect(DashboardSummary.parse((await other.api.get('/dashboard/summary?range=90d')).data).tasks.done).toBe(0);
  });
});
