import { z } from 'zod';
import { because } from './reasons.js';
import { strictObject } from './strict-object.js';

/** A UUID of any version, as ids that come from outside may be. */
export const Uuid = z.uuid().describe('UUID');

/** The id of a row of ours: UUID version 7, so ids sort by time. */
export const RowId = z.uuidv7().describe('UUID version 7; sorts by time');

/** Epoch milliseconds between 2000-01-01 and 2100-01-01 UTC. */
export const EpochMs = z.int().min(946_684_800_000).max(4_102_444_800_000).describe('Epoch milliseconds (UTC)');

/** An instant as the server writes it: ISO 8601 in UTC with `Z`. */
export const Instant = z.iso.datetime().describe('ISO 8601 instant in UTC');

/** A calendar day, `YYYY-MM-DD`, in the person's time zone. */
export const Day = z.iso.date().describe('Calendar day, YYYY-MM-DD');

/** A length of time in milliseconds, never negative, at most a hundred years. */
export const DurationMs = z.number().min(0).max(3_155_760_000_000).describe('Milliseconds');

/** A count: a whole number from 0 on. */
export const Count = z.int().min(0).describe('Whole number from 0 on');

/** A score, a confidence or a ratio: 0…1. */
export const Score = z.number().min(0).max(1).describe('0…1');

/** Valence, arousal or dominance: −1…1. */
export const Affect = z.number().min(-1).max(1).describe('−1…1');

export const LANGUAGES = ['ko', 'en'] as const;
export const Language = z.enum(LANGUAGES).describe('Language of texts: Korean or English');
export type Language = z.infer<typeof Language>;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether PostgreSQL and UTF-8 can hold the text as it is: no NUL, no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && !LONE_SURROGATE.test(text);
}

/**
 * A text that is kept verbatim: `min`…`max` UTF-16 units, no NUL, no lone surrogate. It is plain text; whoever renders it
 * escapes it.
 */
export function text(min: number, max: number) {
  return z.string().min(min).max(max).refine(isStorableText, because('characters'));
}

/** As {@link text}, with something in it to read besides white space. */
export function writtenText(max: number) {
  return text(1, max).refine((value) => value.trim() !== '', because('blank'));
}

/** A bounded text in an answer: written by the server, so only its length is checked. */
export function answerText(max: number) {
  return z.string().max(max);
}

/** Trimmed and in lower case, at most 254 characters (RFC 5321), ASCII local part and domain. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(z.regexes.email)
  .describe('E-mail address; case and surrounding white space do not count')
  .meta({ format: 'email' });

const NOT_IN_NAMES = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u;

/** What a person is called: 1–50 characters of any script, no control or invisible formatting characters, not blank. */
export const Username = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .refine((name) => !NOT_IN_NAMES.test(name), because('characters'))
  .describe('Name that others see: 1–50 characters of any script');

const PASSWORD_CLASSES = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{N}\s]/u];

/** A password to be set. Whether it is a common one is the server's to say. */
export const NewPassword = text(12, 128)
  .refine((password) => PASSWORD_CLASSES.every((pattern) => pattern.test(password)), because('passwordClasses'))
  .describe('12–128 characters with an upper-case and a lower-case letter, a digit and a special character')
  .meta({ format: 'password' });

/** A password to be compared: only bounded, so that a wrong one is refused as wrong and not as malformed. */
export const PresentedPassword = text(1, 1024).describe('The password as it is now').meta({ format: 'password' });

/** A token as the server gave it out. Only bounded: a wrong one is refused as wrong (`TOKEN_INVALID`), not as malformed. */
export const Token = text(1, 4096).describe('Opaque token');

const WHITE_SPACE_OR_CONTROL = /[\s\p{Cc}\p{Surrogate}]/u;

function isHttpsUrl(value: string): boolean {
  if (WHITE_SPACE_OR_CONTROL.test(value) || !URL.canParse(value)) return false;
  const url = new URL(value);
  return url.protocol === 'https:' && url.hostname !== '' && url.username === '' && url.password === '';
}

/** An absolute https URL without credentials, at most 2048 characters. The server keeps it and never fetches it. */
export const HttpsUrl = z
  .string()
  .max(2048)
  .refine(isHttpsUrl, because('httpsUrl'))
  .describe('https URL; never fetched by the server')
  .meta({ format: 'uri', pattern: '^https://' });

/** A six-digit TOTP code (RFC 6238). */
export const TotpCode = z
  .string()
  .regex(/^\d{6}$/)
  .describe('Six digits of the authenticator app');

/** `:id` of a path. */
export const IdParams = strictObject({ id: Uuid });

/** The header `Idempotency-Key`: 1–128 visible ASCII characters. */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/)
  .describe('Any unique text of the client, 1–128 visible ASCII characters');

/** An answer that says only that it was done. */
export const Done = strictObject({ done: z.literal(true) }).meta({ id: 'Done' });

/** The body of a request that has none: absent or `{}`. */
export const EmptyBody = strictObject({}).prefault({});

/** A whole number in a query string, or as the SDK gives it. */
export function queryInteger(min: number, max: number) {
  const read = (value: string | number | undefined) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return z.preprocess(read, z.int().min(min).max(max));
}

export const PAGE_LIMIT_DEFAULT = 20;

/** `?limit&offset` of a list. */
export const PAGE_FIELDS = {
  limit: queryInteger(1, 100).default(PAGE_LIMIT_DEFAULT).describe(`Entries a page, 1–100; ${PAGE_LIMIT_DEFAULT} when left out`),
  offset: queryInteger(0, 100_000).default(0).describe('Entries to pass over; 0 when left out'),
};

/** The query of a list without filters. */
export const PageQuery = strictObject(PAGE_FIELDS);
export type PageQuery = z.infer<typeof PageQuery>;
