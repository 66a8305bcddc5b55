import { z } from 'zod';

const MIN_SECRET_LENGTH = 64;
const MIN_DISTINCT_CHARACTERS = 16;

const integer = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'a whole number is expected')
    .transform(Number)
    .pipe(z.number().int().min(min).max(max))
    .default(fallback);

const share = (fallback: number) =>
  z
    .string()
    .regex(/^\d(?:\.\d{1,6})?$/, 'a number from 0 to 1 is expected')
    .transform(Number)
    .pipe(z.number().min(0).max(1))
    .default(fallback);

const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', '1', '0'])
    .transform((value) => value === 'true' || value === '1')
    .default(fallback);

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `900s`, `15m`, `12h` or `7d`, as milliseconds. */
const duration = (fallbackMs: number, maxMs: number) =>
  z
    .string()
    .regex(/^\d{1,6}[smhd]$/, 'a duration such as 15m or 7d is expected')
    .transform((value) => Number(value.slice(0, -1)) * (UNIT_MS[value.slice(-1)] ?? 0))
    .pipe(z.number().min(1_000).max(maxMs))
    .default(fallbackMs);

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const isStrong = (secret: string) =>
  secret.length >= MIN_SECRET_LENGTH && new Set(secret).size >= MIN_DISTINCT_CHARACTERS;

/** `…@2026-12-31`: an older secret that verifies until the end of that day (UTC). */
const DATED = /@(?<day>\d{4}-\d{2}-\d{2})$/;

function toTokenSecret(entry: string) {
  const day = DATED.exec(entry)?.groups?.['day'];
  if (day === undefined) return { secret: entry };
  return { secret: entry.slice(0, -day.length - 1), verifyUntilMs: Date.parse(`${day}T23:59:59.999Z`) };
}

const secrets = list
  .transform((entries) => entries.map(toTokenSecret))
  .refine((items) => items.length > 0, 'at least one secret is expected')
  .refine((items) => items.every(({ verifyUntilMs }) => verifyUntilMs === undefined || !Number.isNaN(verifyUntilMs)), 'a date is none')
  .refine((items) => items[0]?.verifyUntilMs === undefined, 'the newest secret must have no date')
  .refine(
    (items) => items.every(({ secret }) => isStrong(secret)),
    `each secret needs ${MIN_SECRET_LENGTH} characters, ${MIN_DISTINCT_CHARACTERS} of them different`,
  )
  .refine((items) => new Set(items.map(({ secret }) => secret)).size === items.length, 'the same secret stands twice')
  .optional();

const ENCRYPTION_KEY = /^[\w-]{1,32}:[0-9a-f]{64}$/i;

const encryptionKeys = list
  .refine((items) => items.length > 0, 'at least one key is expected')
  .refine((items) => items.every((item) => ENCRYPTION_KEY.test(item)), 'each key is expected as id:64 hex digits')
  .transform((items) =>
    items.map((item) => {
      const [id = '', hex = ''] = item.split(':');
      return { id, key: Buffer.from(hex, 'hex') };
    }),
  )
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'the same key id stands twice')
  .refine((keys) => keys.every(({ key }) => new Set(key).size >= 8), 'a key is not random')
  .optional();

const httpOrigin = (value: string) => {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === value;
};

const origins = list
  .refine((items) => items.every((item) => item !== '*'), 'a wildcard is not allowed')
  .refine((items) => items.every(httpOrigin), 'each entry must be an origin such as https://app.example.org')
  .optional();

const url = (...protocols: string[]) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), `a ${protocols.join(' or ')} URL is expected`)
    .optional();

const model = (fallback: string) => z.string().regex(/^[\w.:/-]{1,100}$/, 'a model name is expected').default(fallback);

const apiKey = z.string().min(1).max(500).optional();

const providers = <T extends string>(known: readonly [T, ...T[]], fallback: T[]) =>
  list.pipe(z.array(z.enum(known)).min(1).refine((items) => new Set(items).size === items.length, 'an entry stands twice')).default(fallback);

const PRICE = /^(?<provider>[a-z]{1,32})=(?<input>\d{1,4}(?:\.\d{1,4})?)\/(?<output>\d{1,4}(?:\.\d{1,4})?)$/;

/** `openai=0.25/2.00`: US dollars for a million tokens in and out. */
const prices = (fallback: string) =>
  list
    .refine((items) => items.every((item) => PRICE.test(item)), 'each entry must be provider=input/output in US dollars for a million tokens')
    .transform(
      (items) =>
        new Map(
          items.map((item) => {
            const { provider = '', input, output } = PRICE.exec(item)?.groups ?? {};
            return [provider, { input: Number(input), output: Number(output) }] as const;
          }),
        ),
    )
    .prefault(fallback);

const dollars = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,6}(?:\.\d{1,6})?$/, 'an amount in US dollars is expected')
    .transform(Number)
    .default(fallback);

const emails = list
  .refine((items) => items.length <= 50 && items.every((item) => /^[^\s@,]{1,64}@[^\s@,]{1,190}$/.test(item)), 'e-mail addresses are expected, at most 50')
  .default([]);

/** The environment as contract §6 lists it. An empty value counts as unset. */
export const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: integer(0, 65_535, 3000),
  HOST: z.string().max(255).default('127.0.0.1'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  LOG_FILES: flag(false),
  DATA_DIR: z.string().min(1).max(1_000).default('.data'),

  DATABASE_URL: url('postgres:', 'postgresql:'),
  DATABASE_READ_URL: url('postgres:', 'postgresql:'),
  DATABASE_OWNER_URL: url('postgres:', 'postgresql:'),
  DATABASE_POOL_MAX: integer(1, 200, 20),
  DATABASE_STATEMENT_TIMEOUT_MS: integer(100, 600_000, 15_000),
  DATABASE_CA_FILE: z.string().max(1_000).optional(),
  REDIS_URL: url('redis:', 'rediss:'),

  CORS_ORIGINS: origins,
  TRUST_PROXY: integer(0, 10, 0),
  JSON_LIMIT_BYTES: integer(1_024, 10_485_760, 1_048_576),
  DEFAULT_LANGUAGE: z.enum(['ko', 'en']).default('ko'),
  CRISIS_REGION: z.string().regex(/^[A-Z]{2}$/, 'a two-letter country code is expected').default('KR'),

  CRISIS_ON_CALL: emails,
  CRISIS_ESCALATION_SECONDS: integer(1, 86_400, 300),
  COUNSELOR_ABSENCE_SECONDS: integer(1, 86_400, 120),

  JWT_ACCESS_SECRETS: secrets,
  JWT_REFRESH_SECRETS: secrets,
  ENCRYPTION_KEYS: encryptionKeys,
  LOOKUP_KEY: z.string().refine(isStrong, `${MIN_SECRET_LENGTH} characters, ${MIN_DISTINCT_CHARACTERS} of them different, are expected`).optional(),
  ACCESS_TOKEN_TTL: duration(900_000, 86_400_000),
  REFRESH_TOKEN_TTL: duration(604_800_000, 90 * 86_400_000),
  BCRYPT_COST: integer(4, 16, 12),

  RATE_LIMIT_WINDOW_MS: integer(1_000, 86_400_000, 600_000),
  RATE_LIMIT_READ: integer(1, 10_000_000, 600),
  RATE_LIMIT_WRITE: integer(1, 10_000_000, 300),
  RATE_LIMIT_STT: integer(1, 10_000_000, 60),
  RATE_LIMIT_AI: integer(1, 10_000_000, 60),
  RATE_LIMIT_DRY_RUN: flag(false),
  RATE_LIMIT_AUTH_FAILURES: integer(1, 10_000, 5),
  RATE_LIMIT_AUTH_FAILURES_IP: integer(1, 100_000, 50),
  LOCKOUT_MINUTES: integer(1, 1_440, 15),
  SLOW_DOWN_AFTER: share(0.8),
  SLOW_DOWN_STEP_MS: integer(0, 60_000, 500),
  SLOW_DOWN_MAX_MS: integer(0, 60_000, 20_000),

  SOCKET_FRAMES_PER_SECOND: integer(1, 10_000, 60),
  SOCKET_AUDIO_PER_SECOND: integer(1, 10_000, 60),
  SOCKET_EVENTS_PER_SECOND: integer(1, 10_000, 20),
  SOCKET_MAX_BYTES: integer(1_024, 10_485_760, 262_144),
  SOCKET_MAX_PER_USER: integer(1, 1_000, 5),

  OPENAI_API_KEY: apiKey,
  OPENAI_BASE_URL: url('https:', 'http:'),
  OPENAI_STT_MODEL: model('whisper-1'),
  OPENAI_CHAT_MODEL: model('gpt-5-mini'),
  GEMINI_API_KEY: apiKey,
  GEMINI_BASE_URL: url('https:', 'http:'),
  GEMINI_MODEL: model('gemini-2.5-flash'),
  AI_PROVIDERS: providers(['gemini', 'openai', 'builtin'], ['gemini', 'openai', 'builtin']),
  STT_PROVIDERS: providers(['openai', 'gemini'], ['openai']),
  AI_BUDGET_SESSION_TOKENS: integer(0, 1_000_000_000, 300_000),
  AI_BUDGET_PERSON_TOKENS: integer(0, 1_000_000_000, 600_000),
  AI_BUDGET_SESSION_USD: dollars(0.5),
  AI_BUDGET_PERSON_USD: dollars(1),
  AI_PRICES: prices('openai=0.25/2.00,gemini=0.30/2.50'),
  AI_TIMEOUT_MS: integer(100, 120_000, 20_000),
  STT_TIMEOUT_MS: integer(100, 120_000, 30_000),
  REQUEST_TIMEOUT_MS: integer(100, 300_000, 30_000),
  OVERLOAD_DELAY_MS: integer(0, 60_000, 250),

  FUSION_WEIGHT_FACE: share(0.5),
  FUSION_WEIGHT_VOICE: share(0.3),
  FUSION_WEIGHT_TEXT: share(0.2),

  SMTP_URL: url('smtp:', 'smtps:'),
  MAIL_FROM: z.string().max(320).default('BeMore <no-reply@localhost>'),
  APP_URL: url('https:', 'http:'),
  SENTRY_DSN: url('https:', 'http:'),
  ALERT_WEBHOOK_URL: url('https:', 'http:'),
  ALERT_WEBHOOK_SECRET: z.string().min(32).max(500).optional(),
  METRICS_TOKEN: z.string().min(16).max(500).optional(),
  PRIVACY_POLICY_URL: url('https:'),
  PRIVACY_POLICY_VERSION: z.string().regex(/^[\w.-]{1,40}$/).default('1'),

  RETENTION_SESSIONS_DAYS: integer(1, 36_500, 365),
  RETENTION_TRANSCRIPTS_DAYS: integer(1, 36_500, 90),
  RETENTION_LOGS_DAYS: integer(1, 3_650, 30),
  RETENTION_EXPORTS_DAYS: integer(1, 365, 7),
  SESSION_IDLE_MINUTES: integer(1, 1_440, 30),
  SESSION_MAX_MINUTES: integer(1, 1_440, 180),
});

export type Environment = z.output<typeof environmentSchema>;
