import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../harness/embedded-server.js';
import { eventually } from '../harness/eventually.js';
import { signUp, startSession } from '../harness/people.js';
import { type LoneServer, type ServerProcess, startLoneServer } from '../harness/server-process.js';

interface Item {
  type: string;
  payload: Record<string, unknown>;
}

/** A Sentry that only listens: envelopes are lines of JSON, a header, then for each item its header and its payload. */
class Listener {
  readonly items: Item[] = [];
  readonly raw: string[] = [];
  private constructor(readonly server: Server) {}

  static async start(): Promise<Listener> {
    const listener = new Listener(
      createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const body = Buffer.concat(chunks);
          listener.take((request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString());
          response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
        });
      }),
    );
    listener.server.listen(0, '127.0.0.1');
    await once(listener.server, 'listening');
    return listener;
  }

  get dsn(): string {
    return `http://0123456789abcdef0123456789abcdef@127.0.0.1:${(this.server.address() as AddressInfo).port}/1`;
  }

  private take(envelope: string): void {
    this.raw.push(envelope);
    const [, ...lines] = envelope.split('\n').filter((line) => line !== '');
    for (let index = 0; index + 1 < lines.length; index += 2) {
      const { type } = JSON.parse(lines[index] ?? '{}') as { type: string };
      this.items.push({ type, payload: JSON.parse(lines[index + 1] ?? '{}') as Record<string, unknown> });
    }
  }
}

let listener: Listener;
let lone: LoneServer;
let server: ServerProcess;

beforeAll(async () => {
  listener = await Listener.start();
  lone = await startLoneServer({ SENTRY_DSN: listener.dsn });
  ({ server } = lone);
}, 180_000);
afterAll(async () => {
  listener.server.close();
  await lone.close();
});

describe('S36 what Sentry gets', () => {
  it('S36 says where in the program something failed, and nothing of whom it failed for', async () => {
    const person = await signUp({ guest: server.api }, '민지라는 사람');
    const session = await startSession(person);
    const note = '아무도 모르는 일을 적은 글입니다';
    await person.api.post(`/session/${session.id}/end`);
    await ask(lone.database.ownerUrl, 'ALTER TABLE feedback RENAME TO feedback_away');
    const headers = { 'User-Agent': 'Canary-Browser/4711', 'X-Request-Id': 'canary-request', Cookie: 'canary=cookie' };
    const answer = await person.api.with(headers).post(`/session/${session.id}/feedback?canary=query`, { rating: 1, note });
    expect(answer.status).toBe(500);

    await eventually(() => expect(listener.items.some(({ type }) => type === 'event')).toBe(true));
    const event = listener.items.find(({ type }) => type === 'event')?.payload;
    const frames = JSON.stringify(event?.['exception']);
    expect(frames).toMatch(/src\/platform\/database\/db/);
    expect(event?.['tags']).toMatchObject({ code: 'INTERNAL_ERROR', route: 'POST /api/v1/session/:id/feedback' });
    for (const secret of [note, person.id, person.email, person.accessToken, session.id, '민지', 'anary', '127.0.0.1', 'feedback_away', 'INSERT'])
      expect(listener.raw.join('\n').replaceAll(listener.dsn, ''), secret).not.toContain(secret);
    for (const key of ['request', 'user', 'breadcrumbs', 'extra', 'server_name', 'contexts', 'modules']) expect(event).not.toHaveProperty(key);
  });

  it('S39 has security alerts by the names of their rules', async () => {
    for (let count = 0; count < 35; count += 1) await server.api.as('a.bad.token').get('/auth/me');
    await eventually(() => expect(listener.items.map(({ type, payload }) => `${type} ${String(payload['message'])}`)).toContain('event security alert: repeated-401'));
  });

  it('has nothing of what is only refused', async () => {
    const before = listener.items.length;
    await server.api.get('/nowhere');
    await server.api.post('/auth/login', { email: 'not an address', password: 'x' });
    await server.api.get('/errors/recent');
    expect(await server.kill('SIGTERM')).toBe(0);
    expect(listener.items.slice(before).filter(({ type }) => type === 'event')).toEqual([]);
  });
});
