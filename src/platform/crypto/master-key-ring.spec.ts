import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../database/uuid.js';
import { openWith, sealWith } from './envelope.js';
import { MasterKeyRing } from './master-key-ring.js';
import { SealBrokenError } from './sealing-errors.js';

const PLACE = { table: 'messages', column: 'text', rowId: '1' };
const OLD = { id: 'k-2025', key: randomBytes(32) };
const NEW = { id: 'k-2026', key: randomBytes(32) };

describe('the ring of master keys', () => {
  it('S26 wraps a new random data key for its person', () => {
    const ring = new MasterKeyRing([NEW]);
    const [first, second] = [ring.issue(uuidv7(), uuidv7()), ring.issue(uuidv7(), uuidv7())];
    expect(first.masterKeyId).toBe('k-2026');
    expect(first.wrapped).toHaveLength(61);
    const sealed = sealWith(ring.unwrap(first), PLACE, 'x');
    expect(openWith(ring.unwrap(first), PLACE, sealed).toString()).toBe('x');
    expect(ring.unwrap(first).secret.equals(ring.unwrap(second).secret)).toBe(false);
  });

  it('S27 reads what an older key wrapped, and re-wraps it without changing the data key', () => {
    const before = new MasterKeyRing([OLD]);
    const after = new MasterKeyRing([NEW, OLD]);
    const stored = before.issue(uuidv7(), uuidv7());
    const rewrapped = after.rewrap(stored);
    expect(rewrapped).toMatchObject({ id: stored.id, personId: stored.personId, masterKeyId: NEW.id });
    const sealed = sealWith(after.unwrap(stored), PLACE, 'x');
    expect(openWith(new MasterKeyRing([NEW]).unwrap(rewrapped), PLACE, sealed).toString()).toBe('x');
    expect(() => before.unwrap(rewrapped)).toThrow(expect.objectContaining({ defect: 'master key' }));
  });

  it('S27 finds a wrapped key under another id, person or master key, and every flipped bit', () => {
    const ring = new MasterKeyRing([NEW, OLD]);
    const stored = ring.issue(uuidv7(), uuidv7());
    for (const change of [{ id: uuidv7() }, { personId: uuidv7() }, { masterKeyId: OLD.id }, { masterKeyId: 'unknown' }])
      expect(() => ring.unwrap({ ...stored, ...change })).toThrow(SealBrokenError);
    for (let at = 0; at < stored.wrapped.length * 8; at += 1) {
      const wrapped = Buffer.from(stored.wrapped);
      wrapped[at >> 3] = (wrapped[at >> 3] ?? 0) ^ (1 << (at & 7));
      expect(() => ring.unwrap({ ...stored, wrapped })).toThrow(SealBrokenError);
    }
    for (let length = 0; length < stored.wrapped.length; length += 1)
      expect(() => ring.unwrap({ ...stored, wrapped: stored.wrapped.subarray(0, length) })).toThrow(SealBrokenError);
  });

  it('S26 authenticates the id of the master key itself', () => {
    const ring = new MasterKeyRing([NEW, { id: 'the-same-again', key: NEW.key }]);
    const stored = ring.issue(uuidv7(), uuidv7());
    expect(() => ring.unwrap({ ...stored, masterKeyId: 'the-same-again' })).toThrow(expect.objectContaining({ defect: 'authentication' }));
  });

  it('S27 a re-wrapping for another person works for that person alone', () => {
    const ring = new MasterKeyRing([NEW]);
    const stored = ring.issue(uuidv7(), uuidv7());
    const moved = ring.rewrap(stored, uuidv7());
    expect(ring.unwrap(moved).secret.equals(ring.unwrap(stored).secret)).toBe(true);
    expect(() => ring.unwrap({ ...moved, personId: stored.personId })).toThrow(SealBrokenError);
  });

  it('S41 refuses keys that are none', () => {
    expect(() => new MasterKeyRing([])).toThrow(TypeError);
    expect(() => new MasterKeyRing([{ id: 'a', key: randomBytes(16) }])).toThrow(TypeError);
    expect(() => new MasterKeyRing([{ id: 'a|b', key: randomBytes(32) }])).toThrow(TypeError);
    expect(() => new MasterKeyRing([NEW, { ...OLD, id: NEW.id }])).toThrow(TypeError);
  });
});
