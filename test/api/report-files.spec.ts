import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CbtFinding, Report, ReportProgress } from '../../libs/contracts/report.js';
import { ReportSources } from '../../src/report/report-sources.service.js';
import { Db } from '../../src/platform/database/db.js';
import { ask } from '../harness/embedded-server.js';
import { addPastSession, secondsOf } from '../harness/past-session.js';
import { hasPoppler, inspectPdf } from '../harness/pdf-tools.js';
import { signUp, startSession, type SignedIn } from '../harness/people.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

const poppler = await hasPoppler();
const STARTED = new Date('2026-03-02T05:00:00.000Z');

let server: TestApp;
let person: SignedIn;
const findings = new Map<string, CbtFinding[]>();

beforeAll(async () => {
  server = await startTestApp();
  server.app.get(ReportSources, { strict: false }).register({ read: (id) => Promise.resolve({ cbtFindings: findings.get(id) ?? [] }) });
  person = await signUp(server);
});
afterAll(() => server.close());

const get = (id: string, path: string, headers: Record<string, string> = {}, token = person.accessToken) =>
  fetch(`${server.url}/api/v1/session/${id}/${path}`, { headers: { Authorization: `Bearer ${token}`, ...headers } });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

const finding = (example: string): CbtFinding => ({
  hasDistortions: true,
  needsIntervention: true,
  detections: [{ type: 'catastrophizing', name_ko: '파국화', severity: 'high', confidence: 0.9, examples: [example] }],
  intervention: {
    distortionName: '파국화', urgency: 'soon', questions: ['가장 있을 법한 일은 무엇일까요?'],
    tasks: [{ title: '세 가지 결과 적기', description: '한 줄씩 적어 봅니다.', difficulty: 'easy', duration: '10분' }],
  },
});

describe('the PDF', () => {
  it.runIf(poppler)('in Korean can be selected and searched, shows everything the report says, and is tagged', async () => {
    const id = await addPastSession(server, person.id, { startedAt: STARTED, seconds: [...secondsOf('sad', 90), ...secondsOf(null, 20), ...secondsOf('happy', 90)] });
    findings.set(id, [finding('<b>다 끝났어요</b> =1+1 (망했어) \\ 😀')]);
    await server.app.get(ReportSources, { strict: false }).changed(id);
    const response = await get(id, 'report/pdf');
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="report-${id}.pdf"`);
    expect(response.headers.get('cache-control')).toContain('no-store');
    const { text, info, structure, fonts, pageBytes } = await inspectPdf(await bytesOf(response));

    const report = Report.parse((await person.api.get(`/session/${id}/report`)).data);
    for (const words of [
      '상담 세션 보고서', '진단이나 임상 평가가 아닙니다', '한눈에 보기', '시간의 흐름', '정서가', '각성', '슬픔', '기쁨', '평균 확신도', '목소리 신호가 없었습니다',
      '파국화 (뚜렷함)', '<b>다 끝났어요</b> =1+1 (망했어) \\”', '가장 있을 법한 일은 무엇일까요?', '세 가지 결과 적기 (쉬움, 10분)', '2026년 3월 2일 오후 2:00',
      `${Math.round(report.coverage.overallRatio * 100)}%`, '다시 볼 만한 순간',
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(/우울증|장애|환자|증상|처방/);
    const elements = structure.split('\n').map((line) => line.trim().split(/[\s:]/, 1)[0]);
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(info).toMatch(/Title:\s+상담 세션 보고서/);
    for (const element of ['Document', 'H1', 'H2', 'Table', 'TH', 'Figure', 'LBody']) expect(elements).toContain(element);
    for (const font of fonts) expect(font).toMatch(/NanumGothic.*yes yes yes/);
    expect(pageBytes.length).toBeGreaterThan(1);
    for (const size of pageBytes) expect(size).toBeGreaterThan(1_500);
  });

  it.runIf(poppler)('in English says the same in English', async () => {
    const id = await addPastSession(server, person.id, { startedAt: STARTED, seconds: secondsOf('happy', 30), language: 'en' });
    const { text } = await inspectPdf(await bytesOf(await get(id, 'report/pdf')));
    expect(text).toContain('Session report');
    expect(text).toMatch(/no medical\s+diagnosis and no clinical\s+assessment/);
    expect(text).not.toMatch(/\p{Script=Hangul}/u);
  });

  it.runIf(poppler)('of a session without data says that there was nothing to read, and draws no neutral', async () => {
    const session = await startSession(person);
    await session.api.post(`/session/${session.id}/end`);
    const { text } = await inspectPdf(await bytesOf(await get(session.id, 'report/pdf')));
    expect(text).toContain('읽을 수 있는 신호가 없어 그릴 것이 없습니다');
    expect(text).toMatch(/전체에서 읽은 비율\s+0%/);
    expect(text).not.toMatch(/중립\s+\d/);
  });

  it('is made once, kept sealed, given 304, and made again only when the report changed', async () => {
    const id = await addPastSession(server, person.id, { startedAt: STARTED, seconds: secondsOf('happy', 30) });
    const [first, same] = await Promise.all([get(id, 'report/pdf'), get(id, 'report/pdf')]);
    const etag = first.headers.get('etag') ?? '';
    const pdf = await bytesOf(first);
    expect(await bytesOf(same)).toEqual(pdf);
    expect(await bytesOf(await get(id, 'report/pdf'))).toEqual(pdf);
    const stored = await server.app.get(Db, { strict: false }).query<{ content_sealed: Buffer }>('SELECT content_sealed FROM report_files WHERE session_id = $1', [id]);
    expect(stored).toHaveLength(1);
    expect(stored[0]?.content_sealed.includes('%PDF')).toBe(false);
    expect((await get(id, 'report/pdf', { 'If-None-Match': `W/${etag}` })).status).toBe(304);

    await server.app.get(ReportSources, { strict: false }).changed(id);
    expect((await get(id, 'report/pdf', { 'If-None-Match': etag })).status).toBe(304);
    findings.set(id, [finding('망했어요')]);
    await server.app.get(ReportSources, { strict: false }).changed(id);
    const changed = await get(id, 'report/pdf', { 'If-None-Match': etag });
    expect(changed.status).toBe(200);
    expect(await bytesOf(changed)).not.toEqual(pdf);
  });

  it('of a long session is made by itself when it ends, with its progress told over the socket to who is in the session', async () => {
    const [session, other] = [await startSession(person), await startSession(await signUp(server))];
    const [socket, elsewhere] = await Promise.all([session, other].map(({ id, token }) => SessionSocket.open(server.url, { token, sessionId: id })));
    if (socket === undefined || elsewhere === undefined) throw new Error('no sockets');
    const minutes = (count: number) => `interval '${count} minutes'`;
    await ask(server.database.ownerUrl, `UPDATE sessions SET started_at = started_at - ${minutes(25)} WHERE id = '${session.id}'`);
    await session.api.post(`/session/${session.id}/end`);
    const told = () => socket.all('report:progress').map(({ ratio }) => ratio);
    await expect.poll(() => told().at(-1), { timeout: 30_000 }).toBe(1);
    expect(told().length).toBeGreaterThan(3);
    expect(told()).toEqual([...told()].sort((a, b) => a - b));
    const [first] = socket.all('report:progress');
    expect(ReportProgress.parse(first)).toMatchObject({ sessionId: session.id, kind: 'pdf' });
    expect(elsewhere.all('report:progress')).toEqual([]);
    const rows = await server.app.get(Db, { strict: false }).query('SELECT 1 FROM report_files WHERE session_id = $1', [session.id]);
    expect(rows).toHaveLength(1);
    const count = told().length;
    expect((await fetch(`${server.url}/api/v1/session/${session.id}/report/pdf`, { headers: { Authorization: `Bearer ${session.token}` } })).status).toBe(200);
    expect(told()).toHaveLength(count);
    for (const one of [socket, elsewhere]) one.close();
  });

  it('S12 and the CSV are the person’s and the counselor’s; before the end there are none', async () => {
    const [stranger, session] = [await signUp(server), await startSession(person)];
    for (const path of ['report/pdf', 'report/csv', 'report/csv?kind=voice']) {
      expect((await session.api.get(`/session/${session.id}/${path}`)).error?.code).toBe('INVALID_STATE');
      expect((await stranger.api.get(`/session/${session.id}/${path}`)).error?.code).toBe('NOT_FOUND');
      expect((await server.guest.get(`/session/${session.id}/${path}`)).error?.code).toBe('UNAUTHENTICATED');
    }
  });
});

describe('the CSV', () => {
  const rowsOf = (text: string) => parse<Record<string, string>>(text, { bom: true, columns: true });

  it('of emotions reads back as the timeline, second by second', async () => {
    const id = await addPastSession(server, person.id, { startedAt: STARTED, seconds: [...secondsOf('sad', 30, 0.5), ...secondsOf(null, 5), ...secondsOf('happy', 700)] });
    const response = await get(id, 'report/csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const bytes = await bytesOf(response);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = rowsOf(bytes.toString('utf8'));
    const timeline = (await person.api.get(`/session/${id}/emotions`)).data as { ts: number; label: string | null; valence: number | null; confidence: number }[];
    expect(rows).toHaveLength(735);
    rows.forEach((row, index) => {
      const point = timeline[index];
      expect(row['time (UTC, ISO 8601)']).toBe(new Date(point?.ts ?? 0).toISOString());
      expect(row['elapsed (s)']).toBe(String(index));
      expect(row['label']).toBe(point?.label ?? '');
      expect(row['valence (-1 to 1)']).toBe(point?.valence === null ? '' : String(point?.valence));
      expect(row['confidence (0 to 1)']).toBe(point?.label === null ? '' : String(point?.confidence));
    });
  });

  it('of the voice reads back as the report’s series', async () => {
    const session = await startSession(person);
    const items = Array.from({ length: 300 }, (_, index) => {
      const tsStart = session.startedAt + index * 100;
      return { tsStart, tsEnd: tsStart + 100, isSpeech: index % 50 < 30, rms: 0.1, ...(index % 50 < 30 ? { pitchHz: 180 } : {}) };
    });
    expect((await session.api.post(`/session/${session.id}/audio`, { items })).status).toBe(201);
    await session.api.post(`/session/${session.id}/end`);
    const { voice } = Report.parse((await session.api.get(`/session/${session.id}/report`)).data);
    const rows = rowsOf(await (await get(session.id, 'report/csv?kind=voice')).text());
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.map((row) => [row['time (UTC, ISO 8601)'], Number(row['duration (s)']), Number(row['talk ratio (0 to 1)']), Number(row['pitch (Hz)'])])).toEqual(
      voice.series.map(({ ts, durationMs, talkRatio, pitchHz }) => [
        new Date(ts).toISOString(), durationMs / 1_000, expect.closeTo(talkRatio, 3) as number, expect.closeTo(pitchHz ?? 0, 3) as number,
      ]),
    );
  });

  it('S19 has units in the header and no cell that a spreadsheet would take for a formula', async () => {
    const id = await addPastSession(server, person.id, { startedAt: STARTED, seconds: secondsOf('angry', 10) });
    for (const kind of ['emotion', 'voice']) {
      const text = await (await get(id, `report/csv?kind=${kind}`)).text();
      const [header, ...rows] = parse(text, { bom: true });
      for (const name of header ?? []) if (name !== 'label') expect(name).toMatch(/ \([^()]+\)$/);
      for (const cell of [...(header ?? []), ...rows.flat()]) expect(Number.isFinite(Number(cell)) || !/^\s*[=+\-@]/.test(cell)).toBe(true);
    }
  });

  it('has a tag of its own for each kind, and refuses other kinds', async () => {
    const id = await addPastSession(server, person.id, { startedAt: STARTED, seconds: secondsOf('angry', 10) });
    const etag = (await get(id, 'report/csv?kind=emotion')).headers.get('etag') ?? '';
    expect((await get(id, 'report/csv?kind=emotion', { 'If-None-Match': etag })).status).toBe(304);
    expect((await get(id, 'report/csv', { 'If-None-Match': etag })).status).toBe(304);
    expect((await get(id, 'report/csv?kind=voice', { 'If-None-Match': etag })).status).toBe(200);
    expect((await get(id, 'report/csv?kind=pdf')).status).toBe(400);
  });
});
