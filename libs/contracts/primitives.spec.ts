import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AT, ID, LONE_SURROGATE, NUL, UUID_V4, trySchemas } from './examples.spec-helper.js';
import * as primitives from './primitives.js';
import {
  Email, HttpsUrl, NewPassword, PageQuery, Username, isStorableText, queryInteger, text, writtenText,
} from './primitives.js';

const MAX_MS = 4_102_444_800_000;

trySchemas(primitives, {
  Uuid: { valid: [ID, UUID_V4, ID.toUpperCase()], invalid: [['', ''], [`${ID}0`, ''], [`${ID}\n`, ''], [1, '']] },
  RowId: { valid: [ID], invalid: [[UUID_V4, ''], ['00000000-0000-0000-0000-000000000000', '']] },
  EpochMs: {
    valid: [946_684_800_000, MAX_MS],
    invalid: [
      [946_684_799_999, ''], [MAX_MS + 1, ''], [1_700_000_000_000.5, ''], [Number.NaN, ''], [Infinity, ''],
      ['1700000000000', ''], [1e308, ''],
    ],
  },
  Instant: {
    valid: [AT, '2026-11-21T10:00:00Z'], invalid: [['2026-11-21T10:00:00+09:00', ''], ['2026-02-30T10:00:00Z', ''], ['now', '']],
  },
  Day: { valid: ['2028-02-29'], invalid: [['2027-02-29', ''], ['2027-2-9', '']] },
  DurationMs: { valid: [0, 0.5, 3_155_760_000_000], invalid: [[-1, ''], [3_155_760_000_001, ''], [Infinity, '']] },
  Count: { valid: [0, Number.MAX_SAFE_INTEGER], invalid: [[-1, ''], [0.5, ''], [2 ** 53, '']] },
  Score: { valid: [0, 1, 0.5], invalid: [[-0.001, ''], [1.001, ''], [Number.NaN, '']] },
  Affect: { valid: [-1, 1, 0], invalid: [[-1.001, ''], [1.001, ''], [null, '']] },
  Language: { valid: ['ko', 'en'], invalid: [['KO', ''], ['ja', ''], ['', '']] },
  Email: {
    valid: ['a@b.co', ' A.B+c@Sub.Example.COM '],
    invalid: [['a..b@c.co', ''], ['@b.co', ''], ['a@b', ''], ['a@b.co\0', ''], ['a b@c.co', '']],
  },
  Username: {
    valid: ['민', '김하늘', 'a b', "O'Neil-3", '<b>'],
    invalid: [['', ''], ['\n', ''], ['a\u0007', ''], ['\u200b', ''], [LONE_SURROGATE, '']],
  },
  NewPassword: { valid: ['Aa1!aaaaaaaa', '가나다Aa1!가나다라마'], invalid: [['Aa1!aaaaaaa', ''], ['Aa1 aaaaaaaa', '']] },
  PresentedPassword: { valid: ['x'], invalid: [['', ''], [NUL, '']] },
  Token: { valid: ['x', 'a.b.c'], invalid: [['', ''], ['x'.repeat(4_097), ''], [NUL, '']] },
  HttpsUrl: {
    valid: ['https://x.test', 'HTTPS://x.test/a', 'https://[::1]:8443/'],
    invalid: [['https://', ''], ['//x.test', ''], ['ftp://x.test', ''], ['data:text/html,x', ''], ['https://x.test/ a', '']],
  },
  TotpCode: { valid: ['012345'], invalid: [['01234a', ''], ['012345\n', '']] },
  IdParams: { valid: [{ id: ID }], invalid: [[{ id: "1' OR '1'='1" }, 'id'], [{}, 'id']] },
  IdempotencyKey: { valid: ['a', '~'.repeat(128)], invalid: [['', ''], ['a b', ''], ['a'.repeat(129), ''], ['é', '']] },
  Done: { valid: [{ done: true }], invalid: [[{ done: false }, 'done']] },
  EmptyBody: { valid: [{}, undefined], invalid: [[null, ''], [[], ''], ['', '']] },
  PageQuery: {
    valid: [{}, { limit: '1', offset: '0' }, { limit: 100, offset: 100_000 }],
    invalid: [
      [{ limit: '0' }, 'limit'], [{ limit: '101' }, 'limit'], [{ limit: '' }, 'limit'], [{ limit: '1e1' }, 'limit'],
      [{ limit: '0x10' }, 'limit'],
      [{ limit: ' 5' }, 'limit'], [{ limit: ['5'] }, 'limit'], [{ limit: '-1' }, 'limit'], [{ offset: '100001' }, 'offset'],
      [{ offset: 'NaN' }, 'offset'],
      [{ offset: '9'.repeat(400) }, 'offset'], [{ page: '1' }, 'page'],
    ],
  },
});

const WITHOUT_NUL_OR_LONE_SURROGATE = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((value) => !value.includes('\0'));

describe('text', () => {
  const schema = text(0, 200);

  it('S18 keeps every storable text verbatim', () => {
    fc.assert(fc.property(WITHOUT_NUL_OR_LONE_SURROGATE, (value) => schema.parse(value) === value));
  });

  it('S18 refuses NUL and lone surrogates wherever they stand', () => {
    const bad = fc.oneof(fc.constant('\0'), fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit)));
    const plain = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });
    const refused = (before: string, character: string, after: string) => !schema.safeParse(before + character + after).success;
    fc.assert(fc.property(plain, bad, plain, refused));
  });

  it('S18 agrees with what UTF-8 can hold, for any UTF-16', () => {
    const utf16 = fc.array(fc.integer({ min: 1, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units));
    fc.assert(fc.property(utf16, (value) => isStorableText(value) === (Buffer.from(value, 'utf8').toString('utf8') === value)));
  });

  it('S18 takes injection strings for what they are: text', () => {
    const injections = ["'; DROP TABLE users; --", '<script>alert(1)</script>', '${jndi:ldap://x}', '=SUM(A1)', '../../etc'];
    for (const value of injections) expect(writtenText(100).parse(value)).toBe(value);
  });

  it('counts UTF-16 units and wants something to read', () => {
    expect(text(0, 2).safeParse('😀').success).toBe(true);
    expect(text(0, 1).safeParse('😀').success).toBe(false);
    expect(writtenText(5).safeParse(' \n\u3000').success).toBe(false);
  });
});

describe('what is changed on the way in', () => {
  it('brings an e-mail address to one form', () => {
    expect(Email.parse('  Some.One@Example.COM\n')).toBe('some.one@example.com');
  });

  it('trims a name and reads pages', () => {
    expect(Username.parse('  하늘 ')).toBe('하늘');
    expect(PageQuery.parse({})).toEqual({ limit: 20, offset: 0 });
    expect(PageQuery.parse({ limit: '100', offset: '7' })).toEqual({ limit: 100, offset: 7 });
    expect(z.strictObject({ n: queryInteger(0, 9).optional() }).parse({})).toEqual({});
  });
});

describe('S20 patterns', () => {
  const hostile = [
    'a'.repeat(1_000_000), `${'a.'.repeat(500_000)}@`, `a@${'a-'.repeat(500_000)}`, `a@${'a.'.repeat(500_000)}!`,
    ' '.repeat(1_000_000), '1'.repeat(1_000_000),
  ];

  const { Uuid, Instant, IdempotencyKey } = primitives;
  const schemas = Object.entries({ Email, Username, HttpsUrl, NewPassword, Uuid, Instant, IdempotencyKey });

  it.each(schemas)('%s refuses a megabyte of anything in linear time', (_name, schema) => {
    const started = performance.now();
    for (const value of hostile) expect(schema.safeParse(value).success).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
