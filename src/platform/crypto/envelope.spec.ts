import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../database/uuid.js';
import { DataKey } from './data-key.js';
import { type FieldRef, keyIdOf, openWith, sealWith } from './envelope.js';
import { SealBrokenError } from './sealing-errors.js';

const newKey = (id = uuidv7()) => new DataKey(id, uuidv7(), randomBytes(32));
const name = fc.stringMatching(/^[a-z_]{1,20}$/);
const ref: fc.Arbitrary<FieldRef> = fc.record({ table: name, column: name, rowId: fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }) });
const bytes = fc.uint8Array({ maxLength: 2_000 });
const PLACE = { table: 'messages', column: 'text', rowId: '0190b5c1-0000-7000-8000-000000000001' };
const HEADER_BYTES = 45;

describe('the envelope of a sealed field', () => {
  it('S26 gives back exactly what was sealed, bytes and text', () => {
    const key = newKey();
    fc.assert(
      fc.property(ref, bytes, (place, plaintext) => {
        const envelope = sealWith(key, place, plaintext);
        expect(envelope.length).toBe(HEADER_BYTES + plaintext.length);
        expect(openWith(key, place, envelope)).toEqual(Buffer.from(plaintext));
      }),
    );
    fc.assert(
      fc.property(ref, fc.string({ maxLength: 500, unit: 'binary' }), (place, text) => {
        expect(openWith(key, place, sealWith(key, place, text)).toString('utf8')).toBe(text);
      }),
    );
  });

  it('S26 keeps version, key id, IV and tag beside the ciphertext, and nothing of the text', () => {
    const key = newKey();
    const text = 'a canary of some length that no ciphertext contains';
    const envelope = sealWith(key, PLACE, text);
    expect(envelope[0]).toBe(1);
    expect(keyIdOf(envelope)).toBe(key.id.replaceAll('-', ''));
    expect(envelope.includes('canary')).toBe(false);
  });

  it('S26 never uses an IV twice', () => {
    const key = newKey();
    const ivs = Array.from({ length: 5_000 }, () => sealWith(key, PLACE, 'x').toString('hex', 17, 29));
    expect(new Set(ivs).size).toBe(ivs.length);
  });

  it('S27 finds a flipped bit, wherever it is', () => {
    const key = newKey();
    fc.assert(
      fc.property(ref, bytes, fc.nat(), fc.integer({ min: 0, max: 7 }), (place, plaintext, at, bit) => {
        const envelope = sealWith(key, place, plaintext);
        const index = at % envelope.length;
        envelope[index] = (envelope[index] ?? 0) ^ (1 << bit);
        expect(() => openWith(key, place, envelope)).toThrow(SealBrokenError);
      }),
    );
  });

  it('S27 finds a value that was moved to another row, column or table', () => {
    const key = newKey();
    fc.assert(
      fc.property(ref, ref, bytes, (place, other, plaintext) => {
        fc.pre(JSON.stringify(place) !== JSON.stringify(other));
        expect(() => openWith(key, other, sealWith(key, place, plaintext))).toThrow(SealBrokenError);
      }),
    );
    const sealed = sealWith(key, PLACE, 'x');
    for (const change of [{ table: 'notes' }, { column: 'tex' }, { rowId: `${PLACE.rowId} ` }])
      expect(() => openWith(key, { ...PLACE, ...change }, sealed)).toThrow(SealBrokenError);
  });

  it('S27 cannot be moved by a row id that imitates the separator', () => {
    const key = newKey();
    const sealed = sealWith(key, { table: 'a', column: 'b', rowId: 'c|d' }, 'x');
    expect(() => openWith(key, { table: 'a', column: 'b|c', rowId: 'd' }, sealed)).toThrow(TypeError);
    expect(() => sealWith(key, { table: 'a|b', column: 'c', rowId: 'd' }, 'x')).toThrow(TypeError);
    expect(() => sealWith(key, { ...PLACE, rowId: '' }, 'x')).toThrow(TypeError);
  });

  it('S27 finds a wrong key, also one that claims the same id', () => {
    const key = newKey();
    const sealed = sealWith(key, PLACE, 'x');
    expect(() => openWith(newKey(), PLACE, sealed)).toThrow(SealBrokenError);
    expect(() => openWith(newKey(key.id), PLACE, sealed)).toThrow(SealBrokenError);
  });

  it('S26 authenticates the key id itself', () => {
    const shared = randomBytes(32);
    const [one, two] = [uuidv7(), uuidv7()].map((id) => new DataKey(id, uuidv7(), Buffer.from(shared))) as [DataKey, DataKey];
    const sealed = sealWith(one, PLACE, 'x');
    sealed.set(two.idBytes, 1);
    expect(keyIdOf(sealed)).toBe(two.compactId);
    expect(() => openWith(two, PLACE, sealed)).toThrow(SealBrokenError);
  });

  it('S27 finds an envelope that was cut off or grew, of any length', () => {
    const key = newKey();
    const envelope = sealWith(key, PLACE, 'some text');
    for (let length = 0; length < envelope.length; length += 1)
      expect(() => openWith(key, PLACE, envelope.subarray(0, length))).toThrow(SealBrokenError);
    expect(() => openWith(key, PLACE, Buffer.concat([envelope, Buffer.of(0)]))).toThrow(SealBrokenError);
  });

  it('S27 finds the halves of two envelopes put together', () => {
    const key = newKey();
    const [first, second] = [sealWith(key, PLACE, 'one'), sealWith(key, PLACE, 'two')];
    const mixed = Buffer.concat([first.subarray(0, HEADER_BYTES), second.subarray(HEADER_BYTES)]);
    expect(() => openWith(key, PLACE, mixed)).toThrow(SealBrokenError);
  });

  it('S34 says nothing about the value in the error', () => {
    const key = newKey();
    const envelope = sealWith(key, PLACE, 'secret text').fill(0, 30, 31);
    const failure = (() => {
      try {
        return openWith(newKey(key.id), PLACE, envelope);
      } catch (error) {
        return error as SealBrokenError;
      }
    })();
    expect(failure).toMatchObject({ message: 'A sealed value cannot be opened.', defect: 'authentication' });
  });

  it('overwrites the bytes that a key was made from', () => {
    const bytes = randomBytes(32);
    const key = new DataKey(uuidv7(), uuidv7(), bytes);
    expect(bytes.every((byte) => byte === 0)).toBe(true);
    expect(key.secret.symmetricKeySize).toBe(32);
  });
});
