import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { ALL_CONSENTS, signUp, startSession } from '../harness/people.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';
import { recording, upload } from '../harness/upload.js';

const TOKEN = 'a-token-for-metrics-0123456789';
let server: TestApp;

beforeAll(async () => {
  server = await startTestApp({ METRICS_TOKEN: TOKEN });
});
afterAll(() => server.close());

const scrape = async (at: TestApp = server, token: string | null = TOKEN) => {
  const response = await fetch(`${at.url}/metrics`, token === null ? {} : { headers: { Authorization: `Bearer ${token}` } });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text(), headers: response.headers };
};

/** The sum of a metric's samples whose labels hold all of these. */
function sample(text: string, name: string, ...labels: string[]): number | undefined {
  const lines = text.split('\n').filter((line) => (line.startsWith(`${name}{`) || line.startsWith(`${name} `)) && labels.every((label) => line.includes(label)));
  return lines.length === 0 ? undefined : lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

const seriesOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.slice(0, line.lastIndexOf(' ')));

describe('/metrics', () => {
  it('is text for Prometheus, with the security headers', async () => {
    const { status, type, text, headers } = await scrape();
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toMatch(/^# HELP bemore_/m);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('ratelimit')).toBeNull();
  });

  it.each([
    ['no token', null],
    ['another token', 'another-token-for-metrics-000000'],
    ['the beginning of the token', TOKEN.slice(0, -1)],
    ['more than the token', `${TOKEN}x`],
  ])('S11 with METRICS_TOKEN set, %s is 401', async (_title, token) => {
    const { status, text } = await scrape(server, token);
    expect(status).toBe(401);
    expect(text).not.toContain('bemore_');
    expect((JSON.parse(text) as { error: { code: string } }).error.code).toBe(token === null ? 'UNAUTHENTICATED' : 'TOKEN_INVALID');
  });

  it('S11 opens with no access token, and the token of metrics opens nothing else', async () => {
    const person = await signUp(server);
    expect((await scrape(server, person.accessToken)).status).toBe(401);
    expect((await server.guest.as(TOKEN).get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
  });

  it('without METRICS_TOKEN is open', async () => {
    const open = await startTestApp();
    try {
      expect((await scrape(open, null)).status).toBe(200);
    } finally {
      await open.close();
    }
  });

  it('counts requests, events, sockets, sessions, limits, failures, queues, the loop and the pool', async () => {
    const person = await signUp(server);
    const session = await startSession(person);
    const socket = await SessionSocket.open(server.url, { token: session.token, sessionId: session.id });
    await socket.ask('session:status');
    await socket.askAnything('no-such-event');
    await person.api.get('/auth/me');
    await server.guest.get('/auth/me');

    await eventually(async () => {
      const { text } = await scrape();
      const of = (name: string, ...labels: string[]) => sample(text, name, ...labels);
      expect(of('bemore_http_request_duration_seconds_count', 'route="/api/v1/auth/me"', 'method="GET"', 'status="2xx"')).toBeGreaterThanOrEqual(1);
      expect(of('bemore_http_request_duration_seconds_count', 'route="/api/v1/auth/me"', 'status="4xx"')).toBeGreaterThanOrEqual(1);
      expect(of('bemore_socket_event_duration_seconds_count', 'event="session:status"')).toBe(1);
      expect(of('bemore_socket_events_total', 'event="unknown"', 'outcome="NOT_FOUND"')).toBe(1);
      expect(of('bemore_sockets')).toBe(1);
      expect(of('bemore_limit_decisions_total', 'surface="http"', 'outcome="allowed"')).toBeGreaterThan(0);
      expect(of('bemore_limit_decisions_total', 'surface="handshake"')).toBeGreaterThan(0);
      expect(of('bemore_failures_total', 'code="UNAUTHENTICATED"')).toBeGreaterThan(0);
      expect(of('bemore_security_events_total', 'kind="refused.token_invalid"')).toBeGreaterThan(0);
      for (const queue of ['signals', 'hashing', 'slowed requests']) expect(of('bemore_queue_length', `queue="${queue}"`)).toBeGreaterThanOrEqual(0);
      for (const queue of ['signals', 'database']) expect(of('bemore_queue_fullness_ratio', `queue="${queue}"`)).toBeGreaterThanOrEqual(0);
      for (const kind of ['mean', 'p99', 'max']) expect(of('bemore_event_loop_delay_seconds', `of="${kind}"`)).toBeGreaterThanOrEqual(0);
      for (const state of ['used', 'waiting']) expect(of('bemore_database_pool', `state="${state}"`)).toBeGreaterThanOrEqual(0);
      for (const level of ['concern', 'high', 'imminent']) expect(of('bemore_crisis_alerts', `level="${level}"`, 'state="open"')).toBe(0);
      expect(of('bemore_process_memory_bytes', 'of="rss"')).toBeGreaterThan(1e7);
      expect(of('bemore_database_up')).toBe(1);
    });
    socket.close();
  });

  it('counts recordings by what became of them', async () => {
    const person = await signUp(server);
    await person.api.put('/user/consents', ALL_CONSENTS);
    expect((await upload(server.url, person.accessToken, recording('silence.wav'))).status).toBe(200);
    const { text } = await scrape();
    expect(sample(text, 'bemore_transcriptions_total', 'source="upload"', 'outcome="no-speech"')).toBe(1);
  });

  it('counts sessions by their state', async () => {
    const other = await startTestApp();
    try {
      const person = await signUp(other);
      const [active, paused, ended] = [await startSession(person), await startSession(person), await startSession(person)];
      await paused.api.post(`/session/${paused.id}/pause`);
      await ended.api.post(`/session/${ended.id}/end`);
      expect(active.id).not.toBe(paused.id);
      const { text } = await scrape(other, null);
      for (const state of ['active', 'paused', 'ended']) expect(sample(text, 'bemore_sessions', `state="${state}"`), state).toBe(1);
    } finally {
      await other.close();
    }
  });

  it('S36 grows with neither users, sessions nor what is sent, and names none of them', async () => {
    const person = await signUp(server);
    const session = await startSession(person);
    await person.api.get(`/session/${session.id}`);
    await server.guest.call('PROPFIND', '/canary-path');
    await server.guest.get('/canary-path');
    const before = (await scrape()).text;
    for (let index = 0; index < 5; index += 1) {
      const other = await signUp(server);
      const { id } = await startSession(other);
      await other.api.get(`/session/${id}`);
      await server.guest.get(`/canary-path-${index}/x?y=${index}`);
      await server.guest.call('PROPFIND', `/canary-path-${index}`);
    }
    const after = (await scrape()).text;
    const routeOf = (series: string) => !series.includes('le="');
    expect(seriesOf(after).filter(routeOf)).toEqual(seriesOf(before).filter(routeOf));
    for (const secret of [person.id, person.email, session.id, 'canary']) expect(after).not.toContain(secret);
  });
});
