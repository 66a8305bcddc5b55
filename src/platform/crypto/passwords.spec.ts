import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import bcrypt from 'bcrypt';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../errors/app-error.js';
import { isCommonPassword } from './common-passwords.js';
import { deriveKey } from './derived-key.js';
import { HashingGate } from './hashing-gate.js';
import { PasswordHasher } from './password-hasher.js';

const CHEAP = 4;
const pepper = deriveKey(randomBytes(32), 'password');
const hasher = (cost = CHEAP, key = pepper, gate = new HashingGate()) => new PasswordHasher(cost, key, gate);

describe('PasswordHasher', () => {
  it('S5 verifies the password it hashed and no other', async () => {
    const stored = await hasher().hash('Correct horse 7 battery!');
    expect(stored).toMatch(/^bm1\$2b\$04\$[./A-Za-z0-9]{53}$/);
    expect(await hasher().verify('Correct horse 7 battery!', stored)).toBe(true);
    expect(await hasher().verify('Correct horse 7 battery', stored)).toBe(false);
    expect(await hasher().hash('Correct horse 7 battery!')).not.toBe(stored);
  });

  it('S5 the whole password counts, beyond 72 bytes and behind a NUL', async () => {
    const long = 'Aa1!'.repeat(32);
    const stored = await hasher().hash(long);
    expect(await hasher().verify(long, stored)).toBe(true);
    expect(await hasher().verify(`${long.slice(0, -1)}?`, stored)).toBe(false);
    expect(await hasher().verify(long.slice(0, 72), stored)).toBe(false);
    const nul = await hasher().hash('before\0after');
    expect(await hasher().verify('before\0other', nul)).toBe(false);
    expect(await hasher().verify('before', nul)).toBe(false);
    expect(await hasher().verify('before\0after', nul)).toBe(true);
  });

  it('S5 counts every character of any password', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 128 }), fc.nat(), async (password, at) => {
        const stored = await hasher().hash(password);
        const index = at % password.length;
        const changed = `${password.slice(0, index)}${password[index] === 'x' ? 'y' : 'x'}${password.slice(index + 1)}`;
        expect(await hasher().verify(changed, stored)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('S5 takes Hangul the same however a keyboard composed it', async () => {
    const stored = await hasher().hash('비밀번호Aa1!비밀'.normalize('NFD'));
    expect(await hasher().verify('비밀번호Aa1!비밀'.normalize('NFC'), stored)).toBe(true);
  });

  it('S5 a copy of the database alone does not verify a guess', async () => {
    const stored = await hasher().hash('Correct horse 7 battery!');
    expect(await hasher(CHEAP, deriveKey(randomBytes(32), 'password')).verify('Correct horse 7 battery!', stored)).toBe(false);
    expect(await bcrypt.compare('Correct horse 7 battery!', stored.slice(3))).toBe(false);
  });

  it('S5 refuses stored values of an unknown form after the usual work', async () => {
    const stored = (await hasher().hash('x')).slice(3);
    for (const bad of ['', 'bm1', stored, `bm2${stored}`, `bm1${stored}x`, 'bm1$2b$04$short']) expect(await hasher().verify('x', bad)).toBe(false);
  });

  it('S5 wants a hash made anew when it is cheaper than configured', async () => {
    const stored = await hasher(CHEAP).hash('x');
    expect(hasher(CHEAP).needsRehash(stored)).toBe(false);
    expect(hasher(CHEAP + 1).needsRehash(stored)).toBe(true);
    expect(hasher(CHEAP).needsRehash('{SHA}x')).toBe(true);
  });

  it('S6 works as long without an account as with one', async () => {
    const costly = hasher(10);
    const stored = await costly.hash('Correct horse 7 battery!');
    const timed = async (work: () => Promise<unknown>) => {
      const startedAt = performance.now();
      await work();
      return performance.now() - startedAt;
    };
    // In turn, so that whatever else the machine does slows both alike; the quickest of each is the work itself.
    let [known, unknown] = [Infinity, Infinity];
    for (let run = 0; run < 15; run += 1) {
      known = Math.min(known, await timed(() => costly.verify('wrong', stored)));
      unknown = Math.min(unknown, await timed(() => costly.verifyDummy('wrong')));
    }
    expect(await costly.verifyDummy('.')).toBe(false);
    expect(unknown / known).toBeGreaterThan(0.6);
    expect(unknown / known).toBeLessThan(1.7);
  });

  it('S5 leaves the event loop free while fifty people log in, and serves them all', async () => {
    const gate = new HashingGate();
    const costly = hasher(8, pepper, gate);
    const stored = await costly.hash('x');
    const before = performance.eventLoopUtilization();
    const answers = await Promise.all(Array.from({ length: 50 }, () => costly.verify('x', stored)));
    const { utilization } = performance.eventLoopUtilization(before);
    expect(answers.every(Boolean)).toBe(true);
    expect(utilization).toBeLessThan(0.5);
    expect([gate.running, gate.waiting]).toEqual([0, 0]);
  });
});

describe('HashingGate', () => {
  const blocked = () => {
    const gates: (() => void)[] = [];
    return { task: () => new Promise<void>((resolve) => gates.push(resolve)), release: () => gates.shift()?.(), started: () => gates.length };
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('S5 lets two hash at once and keeps the others in order', async () => {
    const gate = new HashingGate({ concurrency: 2, queue: 3 });
    const order: number[] = [];
    let peak = 0;
    await Promise.all(
      [0, 1, 2, 3, 4].map((index) =>
        gate.run(async () => {
          peak = Math.max(peak, gate.running);
          await settle();
          order.push(index);
        }),
      ),
    );
    expect(peak).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  it('S5 refuses what exceeds the queue with a time to come back, and recovers', async () => {
    const gate = new HashingGate({ concurrency: 2, queue: 3 });
    const { task, release } = blocked();
    const admitted = Array.from({ length: 5 }, () => gate.run(task));
    expect([gate.running, gate.waiting]).toEqual([2, 3]);
    const refusal: unknown = await gate.run(task).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect((refusal as AppError).retryAfterMs).toBeGreaterThanOrEqual(1_000);
    for (let index = 0; index < 5; index += 1) {
      release();
      await settle();
    }
    await Promise.all(admitted);
    expect([gate.running, gate.waiting]).toEqual([0, 0]);
    await expect(gate.run(() => Promise.resolve('again'))).resolves.toBe('again');
  });

  it('S5 lets those who gave up leave the queue', async () => {
    const gate = new HashingGate({ concurrency: 1, queue: 2 });
    const { task, release, started } = blocked();
    const first = gate.run(task);
    const abort = new AbortController();
    const second = gate.run(task, abort.signal);
    const third = gate.run(task);
    abort.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    expect(gate.waiting).toBe(1);
    await expect(gate.run(task, abort.signal)).rejects.toThrow('gone');
    release();
    await first;
    await settle();
    expect(started()).toBe(1);
    release();
    await third;
    expect([gate.running, gate.waiting]).toEqual([0, 0]);
  });

  it('S5 frees its place when a hash fails', async () => {
    const gate = new HashingGate({ concurrency: 1, queue: 1 });
    await expect(gate.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(gate.running).toBe(0);
  });
});

describe('isCommonPassword', () => {
  beforeAll(() => void isCommonPassword('warm'));

  it.each([
    'Password123!',
    'P@ssw0rd2024!',
    'PASSWORD1234!!',
    'Qwerty123456!',
    'Qwertyuiop1!',
    '1qaz2wsx3edC!',
    'Letmein12345!',
    '!!Iloveyou1234',
    '$uperm4n12345!',
    'Pa$$w0rd!2345',
    'PasswordPassword1!',
    'P.a.s.s.w.o.r.d.1',
    'Aaaaaaaaaaa1!',
    'Abcdefghijkl1!',
    'A1234567890!',
    'Abcabcabcabc1!',
    'Dkssudgktpdy1!',
    'Qlalfqjsgh123!',
    'Saranghae1004!',
    'BeMore2026!!!',
    'Ｐassword123！',
    'Trustno1Trustno1!',
  ])('S5 refuses %s', (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it.each(['Correct horse 7 battery!', 'vT9#kQ2$wLx8', 'Zebra!8472950183', '바다가 보이는 Jeju 9!', 'glacier-Nut7-orbit', 'x7!Kd93mP_q2'])(
    'S5 accepts %s',
    (password) => {
      expect(isCommonPassword(password)).toBe(false);
    },
  );

  it('S5 accepts random passwords', () => {
    const signs = fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#%&*-_=?'.split(''));
    fc.assert(fc.property(fc.array(signs, { minLength: 14, maxLength: 20 }), (chars) => !isCommonPassword(chars.join(''))), {
      numRuns: 500,
      seed: 7,
    });
  });

  it('S20 answers at once for hostile input', () => {
    const startedAt = performance.now();
    for (const sign of ['a', '1', '!', 'a1', '!1', '@$', '1!a', 'ﷺ']) {
      for (const length of [128, 256, 1_000_000]) isCommonPassword(sign.repeat(length / sign.length));
    }
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
