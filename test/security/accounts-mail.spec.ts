import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dataOf, logIn, newEmail, OTHER_PASSWORD, PASSWORD, signUp } from '../harness/accounts.js';
import { TokenPair } from '../../libs/contracts/auth.js';
import { AccountAdmin } from '../../src/auth/account-admin.service.js';
import { ask } from '../harness/embedded-server.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

interface Received {
  to: string;
  raw: string;
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A mail server on loopback; `refuse` answers mails to that address with 550. */
function mailServer(port: number, options: { refuse?: string } = {}): { received: Received[]; close: () => Promise<void> } {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => done(address === options.refuse ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({ to: envelope.rcptTo.map(({ address }) => address).join(), raw: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  return { received, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

const decoded = (raw: string) =>
  Buffer.from(
    raw.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

const tokenIn = (raw: string) => /^(?<token>[\w-]{43})\r?$/m.exec(decoded(raw))?.groups?.['token'] ?? '';

describe('mail over SMTP', () => {
  let port: number;
  let server: TestApp;
  let inbox: ReturnType<typeof mailServer> | null = null;
  beforeAll(async () => {
    port = await freePort();
    server = await startTestApp({ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'BeMore <help@example.org>', APP_URL: 'https://app.example.org' });
  });
  afterEach(async () => {
    await inbox?.close();
    inbox = null;
  });
  afterAll(async () => {
    await server.close();
  });

  const forgot = (email: string, language = 'ko') => server.guest.with({ 'Accept-Language': language }).post('/auth/password/forgot', { email });
  const waiting = (account: { id: string }) =>
    ask<{ content: Buffer; attempts: number }>(server.database.ownerUrl, `SELECT content_sealed AS content, attempts FROM mail_outbox WHERE person_id = '${account.id}'`);

  it('S9 a mail brings a token that sets a password once, ends every token and is kept as a hash', async () => {
    inbox = mailServer(port);
    const account = await signUp(server.guest);
    expect([(await forgot(account.email)).status, (await forgot(newEmail())).status]).toEqual([202, 202]);
    await expect.poll(() => inbox?.received.length, { timeout: 10_000 }).toBe(1);
    const { to, raw } = inbox.received[0] ?? { to: '', raw: '' };
    expect(to).toBe(account.email);
    const token = tokenIn(raw);
    expect(decoded(raw)).toContain(`https://app.example.org/reset-password#token=${token}`);
    const stored = await ask<{ text: string }>(server.database.ownerUrl, 'SELECT password_resets::text AS text FROM password_resets');
    for (const form of [token, Buffer.from(token).toString('hex')]) expect(JSON.stringify(stored)).not.toContain(form);

    const reset = async (with_: string, newPassword = OTHER_PASSWORD) => (await server.guest.post('/auth/password/reset', { token: with_, newPassword })).error?.code ?? 'done';
    expect(await reset(token, 'weak')).toBe('VALIDATION_ERROR');
    expect(await reset(token, 'P@ssw0rd2024!')).toBe('VALIDATION_ERROR');
    expect(await reset(`${token.slice(0, -1)}x`)).toBe('TOKEN_INVALID');
    const answers = await Promise.all(Array.from({ length: 5 }, () => reset(token)));
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    expect(await reset(token)).toBe('TOKEN_INVALID');
    expect((await account.api.get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
    expect((await server.guest.post('/auth/refresh', { refreshToken: account.refreshToken })).error?.code).toBe('TOKEN_INVALID');
    await logIn(server.guest, { ...account, password: OTHER_PASSWORD });
    await expect.poll(() => inbox?.received.length, { timeout: 10_000 }).toBe(2);
    expect(decoded(inbox.received[1]?.raw ?? '')).toContain('비밀번호가 바뀌었고');
  });

  it('S9 a token is good for 30 minutes, and dies with every other when one is used or the password changed', async () => {
    inbox = mailServer(port);
    const account = await signUp(server.guest);
    const mine = () => inbox?.received.filter(({ to }) => to === account.email) ?? [];
    for (let mails = 1; mails <= 3; mails += 1) {
      await forgot(account.email);
      await expect.poll(() => mine().length, { timeout: 10_000 }).toBe(mails);
    }
    const [old = '', first = '', second = ''] = mine().map(({ raw }) => tokenIn(raw));
    const reset = async (token: string) => (await server.guest.post('/auth/password/reset', { token, newPassword: OTHER_PASSWORD })).error?.code ?? 'done';
    const hash = `sha256(convert_to('${old}', 'UTF8'))`;
    const [row] = await ask<{ minutes: number }>(
      server.database.ownerUrl,
      `SELECT (extract(epoch FROM expires_at - created_at) / 60)::int AS minutes FROM password_resets WHERE token_hash = ${hash}`,
    );
    expect(row?.minutes).toBe(30);
    await ask(server.database.ownerUrl, `UPDATE password_resets SET expires_at = now() WHERE token_hash = ${hash}`);
    expect(await reset(old)).toBe('TOKEN_INVALID');
    expect(await reset(first)).toBe('done');
    expect(await reset(second)).toBe('TOKEN_INVALID');
    await forgot(account.email);
    await expect.poll(() => mine().length, { timeout: 10_000 }).toBe(5);
    const { api } = await logIn(server.guest, { ...account, password: OTHER_PASSWORD });
    dataOf(TokenPair, await api.post('/auth/password', { currentPassword: OTHER_PASSWORD, newPassword: PASSWORD }));
    expect(await reset(tokenIn(mine().at(-1)?.raw ?? ''))).toBe('TOKEN_INVALID');
  });

  it('S9 nobody is flooded with mail, and the answer stays the same', async () => {
    inbox = mailServer(port);
    const account = await signUp(server.guest);
    const answers = [];
    for (let tries = 0; tries < 8; tries += 1) answers.push((await forgot(account.email)).status);
    expect(answers).toEqual(Array.from({ length: 8 }, () => 202));
    await expect.poll(() => ask(server.database.ownerUrl, 'SELECT 1 FROM password_reset_requests'), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => waiting(account), { timeout: 10_000 }).toEqual([]);
    expect(inbox.received.filter(({ to }) => to === account.email)).toHaveLength(5);
  });

  it('S9 a blocked account gets no mail', async () => {
    inbox = mailServer(port);
    const [blocked, other] = [await signUp(server.guest), await signUp(server.guest)];
    await server.app.get(AccountAdmin).block(blocked.email);
    expect((await forgot(blocked.email)).status).toBe(202);
    await forgot(other.email);
    await expect.poll(() => inbox?.received.some(({ to }) => to === other.email), { timeout: 10_000 }).toBe(true);
    expect(inbox.received.some(({ to }) => to === blocked.email)).toBe(false);
  });

  it('S19 a mail says a name as it is in plain text and escaped in HTML, in the language that its reader chose', async () => {
    inbox = mailServer(port);
    const account = await signUp(server.guest);
    const name = `<b onload="x">O'Neil & 가람</b>`;
    await account.api.put('/auth/profile', { username: name });
    await account.api.put('/user/preferences', { preferences: { language: 'en' } });
    await forgot(account.email, 'ko');
    await expect.poll(() => inbox?.received.some(({ to }) => to === account.email), { timeout: 10_000 }).toBe(true);
    const mail = decoded(inbox.received.find(({ to }) => to === account.email)?.raw ?? '');
    const [plain = '', html = ''] = mail.split(/Content-Type: text\/html/);
    expect(plain).toContain(`Hello ${name},`);
    expect(html).toContain('Hello &lt;b onload=&quot;x&quot;&gt;O&#39;Neil &amp; 가람&lt;/b&gt;,');
    expect(html).not.toContain('<b onload');
    expect(mail).toMatch(/^Subject: \[BeMore\] Reset your password\r?$/m);
    expect(mail).toMatch(/^From: BeMore <help@example\.org>\r?$/m);
  });

  it('S9 a mail server that is down delays the mail and fails no request; what waits is sealed, and no log holds it', async () => {
    const account = await signUp(server.guest);
    expect((await forgot(account.email, 'en')).status).toBe(202);
    expect((await account.api.post('/auth/password', { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD })).status).toBe(200);
    await expect.poll(async () => (await waiting(account)).filter(({ attempts }) => attempts > 0), { timeout: 10_000 }).toHaveLength(2);
    for (const { content } of await waiting(account)) expect(content.toString('latin1')).not.toMatch(/BeMore|example\.org/);
    inbox = mailServer(port);
    await expect.poll(() => waiting(account), { timeout: 15_000 }).toEqual([]);
    expect(inbox.received.filter(({ to }) => to === account.email)).toHaveLength(2);
    const log = await readFile(server.logFile, 'utf8');
    expect(log).toContain('a mail could not be sent yet');
    for (const { raw } of inbox.received) {
      const secret = tokenIn(raw);
      if (secret.length > 0) expect(log).not.toContain(secret);
    }
    expect(log).not.toContain(account.email);
  });

  it('a mail that its server will not take is given up, and the others are sent', async () => {
    const [gone, here] = [await signUp(server.guest), await signUp(server.guest)];
    inbox = mailServer(port, { refuse: gone.email });
    await forgot(gone.email);
    await forgot(here.email);
    await expect.poll(() => inbox?.received.some(({ to }) => to === here.email), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => waiting(gone)).toEqual([]);
    expect(inbox.received.some(({ to }) => to === gone.email)).toBe(false);
    expect(await readFile(server.logFile, 'utf8')).not.toContain(gone.email);
  });

  it('S31 a mail that waits goes with its person', async () => {
    const account = await signUp(server.guest);
    await forgot(account.email);
    await expect.poll(() => waiting(account), { timeout: 10_000 }).toHaveLength(1);
    await ask(server.database.ownerUrl, `DELETE FROM persons WHERE id = '${account.id}'`);
    expect(await waiting(account)).toEqual([]);
  });
});

describe('mail without a server', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp();
  });
  afterAll(async () => {
    await server.close();
  });

  it('S9 becomes a file in the outbox folder, from which the token can be taken', async () => {
    const { email } = await signUp(server.guest);
    await server.guest.post('/auth/password/forgot', { email });
    const folder = join(server.dataDir, 'outbox');
    await expect.poll(async () => (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')), { timeout: 10_000 }).toHaveLength(1);
    const [name = ''] = await readdir(folder);
    const raw = await readFile(join(folder, name), 'utf8');
    expect(raw).toContain(`To: ${email}`);
    const answer = await server.guest.post('/auth/password/reset', { token: tokenIn(raw), newPassword: OTHER_PASSWORD });
    expect(answer.status).toBe(200);
  });
});
