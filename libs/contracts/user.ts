import { z } from 'zod';
import { handWritten } from './hand-written.js';
import { Count, Instant, Language, PresentedPassword, RowId, answerText, isStorableText } from './primitives.js';
import { issueOf } from './reasons.js';
import { strictObject } from './strict-object.js';

export const PREFERENCE_MAX_KEYS = 50;
export const PREFERENCE_MAX_BYTES = 4096;

const PREFERENCE_KEY = /^[a-z][\w.-]{0,63}$/i;
const NOT_PREFERENCE_KEYS = new Set(['constructor', 'prototype']);

const PREFERENCE_TEXT_MAX = 2_000;
const PREFERENCE_NUMBER_MAX = 1e15;

type PlainValue = string | number | boolean | null;

/** A setting of an app's own. */
const PlainValue = handWritten<PlainValue, PlainValue>(
  {
    anyOf: [
      { type: 'string', maxLength: PREFERENCE_TEXT_MAX },
      { type: 'number', minimum: -PREFERENCE_NUMBER_MAX, maximum: PREFERENCE_NUMBER_MAX },
      { type: 'boolean' },
      { type: 'null' },
    ],
    description: 'A setting of an app’s own: text, number, boolean or null',
  },
  (value, refuse) => {
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Math.abs(value) <= PREFERENCE_NUMBER_MAX ? value : refuse('plainValue');
    if (typeof value !== 'string' || value.length > PREFERENCE_TEXT_MAX) return refuse('plainValue');
    return isStorableText(value) ? value : refuse('characters');
  },
);

const PREFERENCE_FIELDS = {
  language: Language,
  theme: z.enum(['light', 'dark', 'system']),
  density: z.enum(['compact', 'comfortable', 'spacious']),
  notifications: z.boolean(),
};

/** The four typed settings, always present, and whatever else an app keeps; flat. */
export const Preferences = strictObject(PREFERENCE_FIELDS).catchall(PlainValue).meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof Preferences>;

/** What a guest reads, and what an account begins with. */
export const DEFAULT_PREFERENCES = { language: 'ko', theme: 'system', density: 'comfortable', notifications: false } as const;

/** At most 50 keys and 4096 bytes of JSON; a key is a letter and up to 63 letters, digits, `_`, `.` or `-`. */
export const PreferencesBody = strictObject({
  preferences: strictObject(PREFERENCE_FIELDS)
    .partial()
    .catchall(PlainValue)
    .superRefine((preferences, context) => {
      const keys = Object.keys(preferences);
      if (keys.length > PREFERENCE_MAX_KEYS) context.addIssue(issueOf('keyCount'));
      const badKey = keys.find((key) => !PREFERENCE_KEY.test(key) || NOT_PREFERENCE_KEYS.has(key));
      if (badKey !== undefined) context.addIssue(issueOf('key', [badKey]));
      const bytes = new TextEncoder().encode(JSON.stringify(preferences)).length;
      if (bytes > PREFERENCE_MAX_BYTES) context.addIssue(issueOf('size'));
    })
    .describe('At most 50 keys and 4096 bytes as JSON')
    .meta({ maxProperties: PREFERENCE_MAX_KEYS }),
});
export type PreferencesBody = z.infer<typeof PreferencesBody>;

/** A deletion or an export asks who is there. */
export const PasswordBody = strictObject({ password: PresentedPassword });
export type PasswordBody = z.infer<typeof PasswordBody>;

export const EXPORT_STATES = ['pending', 'ready', 'failed', 'expired'] as const;

/** A copy of everything held about the caller, as a ZIP of JSON and CSV. */
export const Export = strictObject({
  id: RowId,
  status: z.enum(EXPORT_STATES),
  createdAt: Instant,
  expiresAt: Instant.nullable().describe('When the file is removed'),
  sizeBytes: Count.nullable(),
  downloadUrl: answerText(2048).nullable().describe('Below the base path; null until it is ready'),
}).meta({ id: 'Export' });
export type Export = z.infer<typeof Export>;

/** A log-in, a lock-out or a change, as the account's owner may read it. */
export const SecurityEvent = strictObject({
  id: RowId,
  kind: answerText(64).describe('Stable name, such as login.succeeded'),
  at: Instant,
  ipAddress: answerText(64).nullable(),
  userAgent: answerText(512).nullable(),
}).meta({ id: 'SecurityEvent' });
export type SecurityEvent = z.infer<typeof SecurityEvent>;
