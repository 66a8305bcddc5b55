import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AckFailure } from '../../libs/contracts/realtime.js';
import { EventRegistry } from '../../src/platform/realtime/event-registry.js';
import { signUp, staff, startSession } from '../harness/accounts.js';
import type { ApiClient } from '../harness/api-client.js';
import { type DeclaredRoute, routesOf } from '../harness/routes.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

const CALLERS = ['nobody', 'otherGuest', 'userB', 'otherCounselor', 'admin', 'assignedCounselor', 'owner'] as const;
type Caller = (typeof CALLERS)[number];

/** `in`: let in, whatever becomes of an empty request then. */
type Verdict = 'in' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND';
type Row = Readonly<Record<Caller, Verdict>>;

const hidden = { nobody: 'UNAUTHENTICATED', otherGuest: 'NOT_FOUND', userB: 'NOT_FOUND', otherCounselor: 'NOT_FOUND', admin: 'NOT_FOUND' } as const;

/** Person and assigned counselor. */
const BOTH: Row = { ...hidden, owner: 'in', assignedCounselor: 'in' };
const PERSON: Row = { ...hidden, owner: 'in', assignedCounselor: 'FORBIDDEN' };
const COUNSELOR: Row = { ...hidden, owner: 'FORBIDDEN', assignedCounselor: 'in' };

/** Every route of a session. A new one needs its row here. */
const SESSION_ROUTES: Readonly<Record<string, Row>> = {
  'GET /session/:id': BOTH,
  'DELETE /session/:id': PERSON,
  'POST /session/:id/pause': BOTH,
  'POST /session/:id/resume': BOTH,
  'POST /session/:id/end': BOTH,
  'PUT /session/:id/counselor': PERSON,
  'POST /session/:id/join': COUNSELOR,
  'POST /session/:id/leave': COUNSELOR,
  'POST /session/:id/feedback': PERSON,
  'POST /session/:id/frames': PERSON,
  'POST /session/:id/audio': PERSON,
  'POST /session/:id/stt': PERSON,
  'GET /session/:id/emotions': BOTH,
  'GET /session/:id/voice': BOTH,
  'GET /session/:id/insights': BOTH,
  'PUT /session/:id/insights/:insightId/tasks/:task': PERSON,
  'GET /session/:id/messages': BOTH,
  'POST /session/:id/messages': BOTH,
  'GET /session/:id/notes': COUNSELOR,
  'POST /session/:id/notes': COUNSELOR,
  'GET /session/:id/report': BOTH,
  'GET /session/:id/summary': BOTH,
  'GET /session/:id/report/pdf': BOTH,
  'GET /session/:id/report/csv': BOTH,
  'GET /session/:id/crisis': COUNSELOR,
  'POST /session/:id/crisis/acknowledge': COUNSELOR,
  'POST /session/:id/crisis/release': COUNSELOR,
};

/** An end, a deletion and a report's reading: what they need to be there first. */
const NEEDS_END = new Set(['GET /session/:id/report', 'GET /session/:id/summary', 'GET /session/:id/report/pdf', 'GET /session/:id/report/csv']);
/** Let in and then told that there is nothing yet, with the same code that hides a session. */
const NOTHING_YET = new Set(['POST /session/:id/crisis/acknowledge', 'POST /session/:id/crisis/release', 'GET /session/:id/crisis']);

/** Routes whose id names something else, or that decide by what is in the body. */
const ACCOUNTS_ONLY = { nobody: 'UNAUTHENTICATED', otherGuest: 'FORBIDDEN' } as const;
const OTHER_ROUTES: Readonly<Record<string, Row>> = {
  'DELETE /auth/devices/:id': { ...ACCOUNTS_ONLY, userB: 'NOT_FOUND', otherCounselor: 'NOT_FOUND', admin: 'NOT_FOUND', assignedCounselor: 'NOT_FOUND', owner: 'in' },
  // With the guest token of another session.
  'POST /session/:id/claim': { ...ACCOUNTS_ONLY, userB: 'NOT_FOUND', otherCounselor: 'NOT_FOUND', admin: 'FORBIDDEN', assignedCounselor: 'NOT_FOUND', owner: 'NOT_FOUND' },
  // The id is of no alert: the alerts' own tests take the ones of others.
  'POST /crisis/alerts/:id/take': { ...ACCOUNTS_ONLY, userB: 'FORBIDDEN', otherCounselor: 'NOT_FOUND', admin: 'FORBIDDEN', assignedCounselor: 'NOT_FOUND', owner: 'FORBIDDEN' },
  // The id is of no export: the exports' own tests take the ones of others.
  'GET /user/export/:id': { ...ACCOUNTS_ONLY, userB: 'NOT_FOUND', otherCounselor: 'NOT_FOUND', admin: 'NOT_FOUND', assignedCounselor: 'NOT_FOUND', owner: 'NOT_FOUND' },
  'GET /user/export/:id/download': { ...ACCOUNTS_ONLY, userB: 'NOT_FOUND', otherCounselor: 'NOT_FOUND', admin: 'NOT_FOUND', assignedCounselor: 'NOT_FOUND', owner: 'NOT_FOUND' },
};

/** Every event of the socket, for those whom the handshake lets in. */
const EVENTS: Readonly<Record<string, Readonly<Record<'owner' | 'assignedCounselor', Verdict>>>> = {
  'session:pause': BOTH,
  'session:resume': BOTH,
  'session:end': BOTH,
  'session:status': BOTH,
  landmarks: PERSON,
  blendshapes: PERSON,
  'voice:activity': PERSON,
  'voice:audio': PERSON,
  transcript: PERSON,
  message: BOTH,
  typing: BOTH,
};

const REFUSALS = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'TOKEN_INVALID']);

describe('whose is what', () => {
  let server: TestApp;
  let routes: DeclaredRoute[];
  let api: Record<Caller, ApiClient>;
  let tokens: Record<Caller, string>;
  let counselorId: string;
  let strangersToken: string;

  beforeAll(async () => {
    server = await startTestApp({ SOCKET_MAX_PER_USER: '100' });
    routes = routesOf(server.app);
    const [owner, userB] = [await signUp(server.guest), await signUp(server.guest)];
    const [assigned, other, admin] = [await staff(server, 'counselor'), await staff(server, 'counselor'), await staff(server, 'admin')];
    const guest = await startSession(server.guest);
    strangersToken = (await startSession(server.guest)).guestToken ?? '';
    counselorId = assigned.id;
    tokens = {
      nobody: '',
      otherGuest: guest.guestToken ?? '',
      userB: userB.accessToken,
      otherCounselor: other.accessToken,
      admin: admin.accessToken,
      assignedCounselor: assigned.accessToken,
      owner: owner.accessToken,
    };
    api = {
      nobody: server.guest,
      otherGuest: server.guest.as(tokens.otherGuest),
      userB: userB.api,
      otherCounselor: other.api,
      admin: admin.api,
      assignedCounselor: assigned.api,
      owner: owner.api,
    };
  });
  afterAll(async () => {
    await server.close();
  });

  const sessionOf = async (client: ApiClient) => (await startSession(client, { counselorId })).sessionId;

  /** Files are no envelope, so this asks without the client that checks for one. */
  async function answerOf(token: string, method: string, path: string, body: unknown): Promise<string> {
    const headers = { 'Content-Type': 'application/json', ...(token === '' ? {} : { Authorization: `Bearer ${token}` }) };
    const response = await fetch(`${server.url}/api/v1${path}`, { method, headers, ...(method === 'GET' ? {} : { body: JSON.stringify(body) }) });
    if (response.ok) return 'in';
    const { error } = (await response.json()) as { error: { code: string } };
    return error.code;
  }

  const verdictOf = (code: string) => (REFUSALS.has(code) ? code : 'in');

  it('S12 every route that takes an id stands in the tables', () => {
    const known = { ...SESSION_ROUTES, ...OTHER_ROUTES };
    const unknown = routes.filter(({ path }) => path.includes(':')).map(({ method, path }) => `${method} ${path}`);
    expect(unknown.filter((name) => known[name] === undefined)).toEqual([]);
  });

  it('S12 every event stands in the table', () => {
    const events = server.app.get(EventRegistry).all();
    expect(events.map(({ event }) => event).filter((event) => EVENTS[event] === undefined)).toEqual([]);
  });

  it.each(Object.entries(SESSION_ROUTES))('S12 %s', async (name, row) => {
    const [method = '', pattern = ''] = name.split(' ');
    if (!routes.some(({ method: verb, path }) => verb === method && path === pattern)) return;
    const id = await sessionOf(api.owner);
    if (NEEDS_END.has(name)) await api.owner.post(`/session/${id}/end`);
    const before = (await api.owner.get(`/session/${id}`)).data as { status: string; counts: unknown };
    for (const caller of CALLERS) {
      const code = await answerOf(tokens[caller], method, pattern.replace(':id', id), {});
      const isIn = row[caller] === 'in' && NOTHING_YET.has(name);
      if (!isIn) expect([caller, verdictOf(code)]).toEqual([caller, row[caller]]);
      else expect([caller, ['in', 'NOT_FOUND'].includes(verdictOf(code))]).toEqual([caller, true]);
      if (row[caller] !== 'NOT_FOUND') continue;
      // A session that there is and one that there is not are the same to whoever it does not concern.
      expect([caller, await answerOf(tokens[caller], method, pattern.replace(':id', randomUUID()), {})]).toEqual([caller, code]);
      const { status, counts } = (await api.owner.get(`/session/${id}`)).data as typeof before;
      expect({ status, counts }).toEqual({ status: before.status, counts: before.counts });
    }
  });

  it.each(Object.entries(SESSION_ROUTES))('S14 %s of a guest’s own session', async (name, row) => {
    const [method = '', pattern = ''] = name.split(' ');
    if (!routes.some(({ method: verb, path }) => verb === method && path === pattern)) return;
    const { sessionId, guestToken = '' } = await startSession(server.guest, { counselorId });
    if (NEEDS_END.has(name)) await server.guest.as(guestToken).post(`/session/${sessionId}/end`);
    const path = pattern.replace(':id', sessionId);
    for (const stranger of ['otherGuest', 'userB'] as const) expect([stranger, await answerOf(tokens[stranger], method, path, {})]).toEqual([stranger, 'NOT_FOUND']);
    expect(verdictOf(await answerOf(guestToken, method, path, {}))).toBe(row.owner);
  });

  it.each(Object.entries(OTHER_ROUTES))('S12 %s', async (name, row) => {
    const [method = '', pattern = ''] = name.split(' ');
    if (!routes.some(({ method: verb, path }) => verb === method && path === pattern)) return;
    const account = await signUp(server.guest);
    const devices = (await account.api.get('/auth/devices')).data as { id: string }[];
    const ids: Record<string, string> = { devices: devices[0]?.id ?? '', session: await sessionOf(account.api) };
    const id = ids[/\/(?<what>devices|session)\//.exec(pattern)?.groups?.['what'] ?? ''] ?? randomUUID();
    tokens.owner = account.accessToken;
    for (const caller of CALLERS) {
      const code = await answerOf(tokens[caller], method, pattern.replace(':id', id), name.endsWith('/claim') ? { guestToken: strangersToken } : {});
      expect([caller, verdictOf(code)]).toEqual([caller, row[caller]]);
    }
    tokens.owner = (await signUp(server.guest)).accessToken;
  });

  it.each(Object.entries(EVENTS))('S12 %s over the socket', async (event, row) => {
    if (server.app.get(EventRegistry).find(event) === undefined) return;
    const account = await signUp(server.guest);
    tokens.owner = account.accessToken;
    const sessionId = await sessionOf(account.api);
    for (const caller of CALLERS) {
      const socket = io(`${server.url}/session`, { auth: { token: tokens[caller], sessionId }, transports: ['websocket'], forceNew: true, reconnection: false });
      const refusal = await new Promise<string | null>((resolve) => {
        socket.once('connect', () => resolve(null));
        socket.once('connect_error', (error) => resolve((error as Error & { data?: { code: string } }).data?.code ?? error.message));
      });
      if (caller === 'owner' || caller === 'assignedCounselor') {
        expect([caller, refusal]).toEqual([caller, null]);
        const ack: unknown = await socket.timeout(5_000).emitWithAck(event, {});
        const failure = AckFailure.safeParse(ack);
        const code = failure.success ? failure.data.error.code : 'in';
        expect([caller, verdictOf(code)]).toEqual([caller, row[caller]]);
      } else expect([caller, refusal]).toEqual([caller, caller === 'nobody' ? 'UNAUTHENTICATED' : 'NOT_FOUND']);
      socket.disconnect();
    }
  });

  it('S12 an id of somebody else’s in the body of a start is not believed', async () => {
    const [one, two] = [await signUp(server.guest), await signUp(server.guest)];
    const session = await startSession(one.api, { userId: two.id });
    expect(session.userId).toBe(one.id);
    expect((await two.api.get(`/session/${session.sessionId}`)).status).toBe(404);
    expect((await startSession(server.guest, { userId: two.id })).userId).toBeNull();
  });
});
