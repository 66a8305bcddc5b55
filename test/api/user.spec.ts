import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConsentsAnswer } from '../../libs/contracts/consents.js';
import { Preferences, SecurityEvent } from '../../libs/contracts/user.js';
import { dataOf, logIn, OTHER_PASSWORD, PASSWORD, signUp, startSession } from '../harness/accounts.js';
import { ask } from '../harness/embedded-server.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

describe('the person’s own settings', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp({ PRIVACY_POLICY_URL: 'https://example.org/privacy', PRIVACY_POLICY_VERSION: '2026-1' });
  });
  afterAll(async () => {
    await server.close();
  });

  it('gives a guest the default preferences and keeps none of a guest’s', async () => {
    expect((await server.guest.get('/user/preferences')).data).toEqual({ language: 'ko', theme: 'system', density: 'comfortable', notifications: false });
    const stored = await server.guest.put('/user/preferences', { preferences: { theme: 'dark' } });
    expect([stored.status, stored.error?.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('keeps typed preferences and an app’s own', async () => {
    const { api } = await signUp(server.guest);
    const preferences = { theme: 'dark', language: 'en', 'app.volume': 0.5, 'app.seen': true, 'app.note': '<b>안녕</b>', 'app.none': null };
    const stored = dataOf(Preferences, await api.put('/user/preferences', { preferences }));
    expect(stored).toEqual({ density: 'comfortable', notifications: false, ...preferences });
    expect((await api.get('/user/preferences')).data).toEqual(stored);
    expect((await api.put('/user/preferences', { preferences: {} })).data).toMatchObject({ theme: 'system', language: 'ko' });
  });

  it('S18 refuses preferences that are of the wrong type, too many, too large or hostile, and says where', async () => {
    const { api } = await signUp(server.guest);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, index]));
    const bad: unknown[] = [
      { theme: 'pink' },
      { language: 'fr' },
      { notifications: 'yes' },
      { own: { nested: true } },
      { own: [1] },
      many,
      { own: 'x'.repeat(2_001) },
      Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`key${index}`, 'x'.repeat(1_000)])),
      { constructor: 'x' },
      JSON.parse('{"__proto__": {"polluted": true}}'),
      { 'a b': 1 },
      { own: 'a\u0000b' },
      { own: 1e300 },
    ];
    for (const preferences of bad) {
      const answer = await api.put('/user/preferences', { preferences });
      expect([JSON.stringify(preferences).slice(0, 60), answer.status, answer.error?.code]).toEqual([JSON.stringify(preferences).slice(0, 60), 400, 'VALIDATION_ERROR']);
      expect(answer.error?.details?.[0]?.path).toMatch(/^body\.preferences/);
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('S26 keeps preferences, names and addresses sealed', async () => {
    const account = await signUp(server.guest);
    await account.api.put('/user/preferences', { preferences: { 'app.canary': 'canary-in-preferences' } });
    const rows = await ask<{ row: string }>(server.database.ownerUrl, `SELECT users::text AS row FROM users WHERE id = '${account.id}'`);
    const shown = Buffer.from((rows[0]?.row ?? '').replaceAll('\\x', ''), 'utf8').toString();
    expect(shown).not.toContain(Buffer.from('canary-in-preferences').toString('hex'));
    expect(shown).not.toContain(Buffer.from(account.email).toString('hex'));
    expect(shown).not.toContain('canary');
  });

  it('S29 records consents with version and history; what is left out stays', async () => {
    const { api } = await signUp(server.guest);
    const none = dataOf(ConsentsAnswer, await api.get('/user/consents'));
    expect(none).toEqual({
      camera: false,
      microphone: false,
      transcript: false,
      thirdPartyAi: false,
      research: false,
      updatedAt: null,
      policy: { version: '2026-1', url: 'https://example.org/privacy' },
      history: [],
    });
    await api.put('/user/consents', { camera: true, microphone: true });
    const after = dataOf(ConsentsAnswer, await api.put('/user/consents', { camera: false, thirdPartyAi: true }));
    expect(after).toMatchObject({ camera: false, microphone: true, thirdPartyAi: true, research: false });
    expect(after.history.map(({ kind, granted, policyVersion }) => `${kind} ${String(granted)} ${policyVersion}`)).toEqual([
      'camera false 2026-1',
      'thirdPartyAi true 2026-1',
      'camera true 2026-1',
      'microphone true 2026-1',
    ]);
    for (const body of [{ camera: 'yes' }, { everything: true }, { camera: null }]) expect((await api.put('/user/consents', body)).status).toBe(400);
  });

  it('S29 keeps a guest’s consents to the one session, and has none for a caller without one', async () => {
    expect((await server.guest.get('/user/consents')).error?.code).toBe('UNAUTHENTICATED');
    expect((await server.guest.put('/user/consents', { camera: true })).error?.code).toBe('UNAUTHENTICATED');
    const [one, two] = [await startSession(server.guest, { consents: { camera: true } }), await startSession(server.guest)];
    expect((await server.guest.as(one.guestToken ?? '').get('/user/consents')).data).toMatchObject({ camera: true });
    expect((await server.guest.as(two.guestToken ?? '').get('/user/consents')).data).toMatchObject({ camera: false, history: [] });
  });

  it('S39 shows the account’s security events to its owner alone, the newest first', async () => {
    const account = await signUp(server.guest.with({ 'User-Agent': 'browser/9' }));
    const other = await signUp(server.guest);
    await server.guest.with({ 'User-Agent': 'stranger/1' }).post('/auth/login', { email: account.email, password: OTHER_PASSWORD });
    const { api } = await logIn(server.guest, account);
    await expect.poll(async () => (await api.get('/user/security-events')).meta?.total).toBe(3);
    const events = z.array(SecurityEvent).parse((await api.get('/user/security-events')).data);
    expect(events.map(({ kind }) => kind).sort()).toEqual(['account.created', 'login.failed', 'login.succeeded']);
    expect(events.find(({ kind }) => kind === 'login.failed')).toMatchObject({ ipAddress: '127.0.0.1', userAgent: 'stranger/1' });
    const page = await api.get('/user/security-events?limit=1&offset=2');
    expect(page.meta).toEqual({ total: 3, limit: 1, offset: 2 });
    expect(page.data).toHaveLength(1);
    expect(z.array(SecurityEvent).parse((await other.api.get('/user/security-events')).data).map(({ kind }) => kind)).toEqual(['account.created']);
    expect((await api.get('/user/security-events?limit=1000')).error?.details?.[0]?.path).toBe('query.limit');
    const rows = await ask<{ text: string }>(server.database.ownerUrl, 'SELECT security_events::text AS text FROM security_events');
    expect(JSON.stringify(rows)).not.toMatch(/stranger|127\.0\.0\.1/);
  });

  it('S36 writes no address, password, token or name to the log', async () => {
    const account = await signUp(server.guest);
    await server.guest.post('/auth/login', { email: account.email, password: OTHER_PASSWORD });
    await account.api.post('/auth/password', { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD });
    const log = await readFile(server.logFile, 'utf8');
    for (const secret of [account.email, PASSWORD, OTHER_PASSWORD, account.accessToken, account.refreshToken, '가람']) expect(log).not.toContain(secret);
  });
});
