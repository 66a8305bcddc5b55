import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LoginBody, SignupBody } from './auth.js';
import { MessageBody } from './conversation.js';
import { REASONS } from './reasons.js';
import { SessionStartBody } from './session.js';
import { AudioBody, SttBody } from './signals.js';
import { strictObject } from './strict-object.js';
import { PreferencesBody } from './user.js';
import { describeIssues } from './validation-messages.js';

function complaints(schema: z.ZodType, value: unknown, language: 'ko' | 'en' = 'en') {
  const { error } = schema.safeParse(value);
  return error === undefined ? [] : describeIssues(error, language);
}

const Sample = strictObject({
  text: z.string().min(2).max(3),
  number: z.number().min(1).max(2),
  list: z.array(z.boolean()).min(1).max(2),
  choice: z.enum(['a', 'b']),
  only: z.literal(7),
  id: z.uuid(),
  step: z.number().multipleOf(5),
});
const good = { text: 'ab', number: 1, list: [true], choice: 'a', only: 7, id: '0198c0de-0000-7000-8000-000000000001', step: 5 };

describe('describeIssues', () => {
  it.each([
    [{ text: undefined }, 'text', 'is required', '꼭 필요한 항목입니다.'],
    [{ text: 1 }, 'text', 'must be a text', '글자 형식이어야 합니다.'],
    [{ text: 'a' }, 'text', 'must have at least 2 characters', '2자 이상이어야 합니다.'],
    [{ text: 'abcd' }, 'text', 'must have at most 3 characters', '3자 이하여야 합니다.'],
    [{ number: 0 }, 'number', 'must be at least 1', '1 이상이어야 합니다.'],
    [{ number: 3 }, 'number', 'must be at most 2', '2 이하여야 합니다.'],
    [{ number: Number.NaN }, 'number', 'must be a number', '숫자 형식이어야 합니다.'],
    [{ list: [] }, 'list', 'must have at least 1 entries', '1개 이상이어야 합니다.'],
    [{ list: [true, true, true] }, 'list', 'must have at most 2 entries', '2개 이하여야 합니다.'],
    [{ list: [true, 1] }, 'list.1', 'must be true or false', '참 또는 거짓 형식이어야 합니다.'],
    [{ choice: 'c' }, 'choice', 'must be one of a, b', '다음 중 하나여야 합니다: a, b'],
    [{ only: 8 }, 'only', 'must be 7', '7 값이어야 합니다.'],
    [{ id: 'x' }, 'id', 'must be a UUID', 'UUID 형식이어야 합니다.'],
    [{ step: 6 }, 'step', 'must be a multiple of 5', '5의 배수여야 합니다.'],
    [{ extra: 1 }, 'extra', 'is not a known field', '알 수 없는 항목입니다.'],
  ])('says of %j', (change, path, en, ko) => {
    expect(complaints(Sample, { ...good, ...change })).toEqual([{ path, message: en }]);
    expect(complaints(Sample, { ...good, ...change }, 'ko')).toEqual([{ path, message: ko }]);
  });

  it('gives reasons of ours in both languages', () => {
    expect(complaints(MessageBody, { text: ' ' })).toEqual([{ path: 'text', message: REASONS.blank.en }]);
    expect(complaints(MessageBody, { text: ' ' }, 'ko')).toEqual([{ path: 'text', message: REASONS.blank.ko }]);
  });

  it('says only that a value is not valid where nothing else is known', () => {
    const Odd = z.union([z.string(), z.number()]);
    expect(complaints(Odd, true)).toEqual([{ path: '', message: 'is not valid' }]);
    const Stranger = z.string().refine(() => false, { params: { reason: 'constructor' } });
    expect(complaints(Stranger, 'x')).toEqual([{ path: '', message: 'is not valid' }]);
  });

  it('tells one thing about a field and twenty altogether', () => {
    expect(complaints(SignupBody, { username: 'a', email: 'a@b.co', password: 'short' })).toHaveLength(1);
    expect(complaints(AudioBody, { items: Array.from({ length: 600 }, () => ({})) })).toHaveLength(20);
    const surplus = Object.fromEntries(Array.from({ length: 1_000 }, (_value, index) => [`k${index}`, 1]));
    expect(complaints(MessageBody, { text: 'x', ...surplus })).toHaveLength(20);
  });

  it('bounds the names that the client gave and frees them of what cannot be seen', () => {
    const [long] = complaints(MessageBody, { text: 'x', ['k'.repeat(10_000)]: 1 });
    expect(long?.path).toBe(`${'k'.repeat(64)}…`);
    const [odd] = complaints(MessageBody, { text: 'x', 'a\u202e\n\0b': 1 });
    expect(odd?.path).toBe('a���b');
  });

  it('S15 never repeats a value that was sent', () => {
    const secret = 'SENTINEL-7Qx';
    const values = fc.anything({
      values: [fc.constant(secret), fc.constant(`${secret}@x.test`), fc.integer()], maxDepth: 2, withNullPrototype: false,
    });
    const bodies = [SignupBody, LoginBody, MessageBody, SessionStartBody, SttBody, AudioBody, PreferencesBody];
    const fields = fc.constantFrom(
      'username', 'email', 'password', 'text', 'counselorId', 'consents', 'items', 'preferences', 'language',
    );
    const input = fc.dictionary(fields, values, { maxKeys: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...bodies), input, (schema, value) => {
        const shown = complaints(schema, value).map((detail) => detail.message);
        expect(shown.join()).not.toContain(secret);
      }),
    );
  });
});
