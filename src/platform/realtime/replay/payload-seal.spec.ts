import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PayloadSeal } from './payload-seal.js';

const seal = () => new PayloadSeal(createSecretKey(randomBytes(32)));

describe('PayloadSeal', () => {
  it('S26 opens what it sealed, for the same session', () => {
    const one = seal();
    const sealed = one.seal('session', '안녕하세요');
    expect(sealed.toString('latin1')).not.toContain('안녕');
    expect(one.open('session', sealed)).toBe('안녕하세요');
    expect(() => one.open('other', sealed)).toThrow();
    expect(() => seal().open('session', sealed)).toThrow();
  });

  it('S27 finds every flipped bit', () => {
    const one = seal();
    const sealed = one.seal('session', 'text');
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => one.open('session', changed)).toThrow();
    }
  });
});
