import { resolve } from 'node:path';
import { developmentSecrets } from './development-secrets.js';
import { environmentSchema, type Environment } from './environment.schema.js';

const DEVELOPMENT_ORIGIN = 'http://localhost:5173';
const MINUTE_MS = 60_000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** The environment is not fit to start with. Lists every problem; carries no value. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

type Required4 = 'JWT_ACCESS_SECRETS' | 'JWT_REFRESH_SECRETS' | 'ENCRYPTION_KEYS' | 'LOOKUP_KEY';
type Complete = Environment & { [Key in Required4]-?: NonNullable<Environment[Key]> };
const REQUIRED: readonly Required4[] = ['JWT_ACCESS_SECRETS', 'JWT_REFRESH_SECRETS', 'ENCRYPTION_KEYS', 'LOOKUP_KEY'];

/** The environment as one typed object, parsed once at the start. The only reader of the process's environment. */
export class AppConfig {
  readonly environment: Environment['NODE_ENV'];
  readonly isProduction: boolean;
  readonly defaultLanguage: 'ko' | 'en';
  readonly crisisRegion: string;
  readonly dataDir: string;
  readonly privacyPolicy: { url: string | null; version: string };
  readonly http;
  readonly log;
  readonly database;
  readonly redisUrl: string | undefined;
  readonly secrets;
  readonly tokens;
  readonly bcryptCost: number;
  readonly rateLimits;
  readonly authLimits;
  readonly sockets;
  readonly ai;
  readonly aiBudget;
  readonly crisis;
  readonly counselorAbsenceMs: number;
  readonly stt;
  readonly fusionWeights: { face: number; voice: number; text: number };
  readonly mail;
  readonly monitoring;
  readonly overload: { delayMs: number };
  readonly retention;
  readonly sessions;

  private constructor(env: Complete, announced: string | null) {
    this.environment = env.NODE_ENV;
    this.isProduction = env.NODE_ENV === 'production';
    this.defaultLanguage = env.DEFAULT_LANGUAGE;
    this.crisisRegion = env.CRISIS_REGION;
    this.dataDir = resolve(env.DATA_DIR);
    this.privacyPolicy = { url: env.PRIVACY_POLICY_URL ?? null, version: env.PRIVACY_POLICY_VERSION };
    this.http = {
      host: env.HOST,
      port: env.PORT,
      trustProxy: env.TRUST_PROXY,
      corsOrigins: env.CORS_ORIGINS ?? (this.isProduction ? [] : [DEVELOPMENT_ORIGIN]),
      jsonLimitBytes: env.JSON_LIMIT_BYTES,
      requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    };
    this.log = { level: env.LOG_LEVEL, files: env.LOG_FILES };
    this.database = {
      url: env.DATABASE_URL,
      readUrl: env.DATABASE_READ_URL,
      ownerUrl: env.DATABASE_OWNER_URL,
      poolMax: env.DATABASE_POOL_MAX,
      statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
      caFile: env.DATABASE_CA_FILE,
    };
    this.redisUrl = env.REDIS_URL;
    this.secrets = {
      access: env.JWT_ACCESS_SECRETS,
      refresh: env.JWT_REFRESH_SECRETS,
      encryptionKeys: env.ENCRYPTION_KEYS,
      lookupKey: Buffer.from(env.LOOKUP_KEY, 'utf8'),
      /** Where development secrets were made, when they were made by this start. */
      announced,
    };
    this.tokens = { accessTtlMs: env.ACCESS_TOKEN_TTL, refreshTtlMs: env.REFRESH_TOKEN_TTL };
    this.bcryptCost = env.BCRYPT_COST;
    this.rateLimits = {
      windowMs: env.RATE_LIMIT_WINDOW_MS,
      read: env.RATE_LIMIT_READ,
      write: env.RATE_LIMIT_WRITE,
      transcription: env.RATE_LIMIT_STT,
      ai: env.RATE_LIMIT_AI,
      dryRun: env.RATE_LIMIT_DRY_RUN,
      slowDown: { after: env.SLOW_DOWN_AFTER, stepMs: env.SLOW_DOWN_STEP_MS, maxMs: env.SLOW_DOWN_MAX_MS },
    };
    this.authLimits = {
      failures: env.RATE_LIMIT_AUTH_FAILURES,
      failuresPerIp: env.RATE_LIMIT_AUTH_FAILURES_IP,
      lockoutMs: env.LOCKOUT_MINUTES * MINUTE_MS,
    };
    this.sockets = {
      framesPerSecond: env.SOCKET_FRAMES_PER_SECOND,
      audioPerSecond: env.SOCKET_AUDIO_PER_SECOND,
      eventsPerSecond: env.SOCKET_EVENTS_PER_SECOND,
      maxBytes: env.SOCKET_MAX_BYTES,
      maxPerUser: env.SOCKET_MAX_PER_USER,
    };
    this.ai = {
      order: env.AI_PROVIDERS,
      timeoutMs: env.AI_TIMEOUT_MS,
      openai: { apiKey: env.OPENAI_API_KEY, baseUrl: env.OPENAI_BASE_URL, chatModel: env.OPENAI_CHAT_MODEL, sttModel: env.OPENAI_STT_MODEL },
      gemini: { apiKey: env.GEMINI_API_KEY, baseUrl: env.GEMINI_BASE_URL, model: env.GEMINI_MODEL },
    };
    this.aiBudget = {
      sessionTokens: env.AI_BUDGET_SESSION_TOKENS,
      /** In 24 hours. */
      personTokens: env.AI_BUDGET_PERSON_TOKENS,
      sessionMicros: Math.round(env.AI_BUDGET_SESSION_USD * 1e6),
      personMicros: Math.round(env.AI_BUDGET_PERSON_USD * 1e6),
      prices: env.AI_PRICES,
    };
    this.counselorAbsenceMs = env.COUNSELOR_ABSENCE_SECONDS * 1_000;
    this.crisis = { onCall: env.CRISIS_ON_CALL, escalationMs: env.CRISIS_ESCALATION_SECONDS * 1_000 };
    this.stt = { order: env.STT_PROVIDERS, timeoutMs: env.STT_TIMEOUT_MS };
    this.fusionWeights = { face: env.FUSION_WEIGHT_FACE, voice: env.FUSION_WEIGHT_VOICE, text: env.FUSION_WEIGHT_TEXT };
    this.mail = { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM, appUrl: env.APP_URL ?? null };
    this.monitoring = {
      sentryDsn: env.SENTRY_DSN,
      alertWebhookUrl: env.ALERT_WEBHOOK_URL,
      alertWebhookSecret: env.ALERT_WEBHOOK_SECRET,
      metricsToken: env.METRICS_TOKEN,
    };
    /** How late the event loop may be on average before requests are turned away; 0: they never are. */
    this.overload = { delayMs: env.OVERLOAD_DELAY_MS };
    this.retention = {
      sessionsDays: env.RETENTION_SESSIONS_DAYS,
      transcriptsDays: env.RETENTION_TRANSCRIPTS_DAYS,
      logsDays: env.RETENTION_LOGS_DAYS,
      exportsDays: env.RETENTION_EXPORTS_DAYS,
    };
    this.sessions = { idleMs: env.SESSION_IDLE_MINUTES * MINUTE_MS, maxMs: env.SESSION_MAX_MINUTES * MINUTE_MS };
  }

  /** @throws ConfigError with every problem of `source` at once. */
  static from(source: Readonly<Record<string, string | undefined>>): AppConfig {
    const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''));
    const parsed = environmentSchema.safeParse(given);
    const problems = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    const isProduction = given['NODE_ENV'] === 'production';
    if (isProduction) {
      const absent = REQUIRED.filter((name) => given[name] === undefined).map((name) => `${name}: is required in production`);
      problems.push(...absent, ...(parsed.success ? unsafeInProduction(parsed.data) : []));
    }
    if (parsed.success) problems.push(...contradictions(parsed.data));
    if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
    if (isComplete(parsed.data)) return new AppConfig(parsed.data, null);

    const { secrets, file, made } = developmentSecrets(resolve(parsed.data.DATA_DIR));
    const completed = environmentSchema.parse({ ...secrets, ...given });
    if (!isComplete(completed)) throw new ConfigError(['the development secrets are incomplete']);
    return new AppConfig(completed, made ? file : null);
  }

  private static ofProcess: AppConfig | undefined;

  /** The configuration of this process. */
  static fromProcess(): AppConfig {
    AppConfig.ofProcess ??= AppConfig.from(process.env);
    return AppConfig.ofProcess;
  }
}

const isComplete = (env: Environment): env is Complete => REQUIRED.every((name) => env[name] !== undefined);

function contradictions(env: Environment): string[] {
  const problems: string[] = [];
  if (env.FUSION_WEIGHT_FACE + env.FUSION_WEIGHT_VOICE + env.FUSION_WEIGHT_TEXT <= 0)
    problems.push('FUSION_WEIGHT_FACE, FUSION_WEIGHT_VOICE, FUSION_WEIGHT_TEXT: at least one must be above 0');
  const refresh = new Set(env.JWT_REFRESH_SECRETS?.map(({ secret }) => secret));
  const shared = env.JWT_ACCESS_SECRETS?.some(({ secret }) => refresh.has(secret)) ?? false;
  if (shared) problems.push('JWT_REFRESH_SECRETS: must share no secret with JWT_ACCESS_SECRETS');
  if (env.ALERT_WEBHOOK_URL !== undefined && env.ALERT_WEBHOOK_SECRET === undefined)
    problems.push('ALERT_WEBHOOK_SECRET: is required with ALERT_WEBHOOK_URL, alerts are signed');
  if (env.SESSION_IDLE_MINUTES > env.SESSION_MAX_MINUTES) problems.push('SESSION_IDLE_MINUTES: must not exceed SESSION_MAX_MINUTES');
  return problems;
}

function unsafeInProduction(env: Environment): string[] {
  const problems: string[] = [];
  if (env.BCRYPT_COST < 12) problems.push('BCRYPT_COST: must be 12 or more in production');
  if (env.RATE_LIMIT_DRY_RUN) problems.push('RATE_LIMIT_DRY_RUN: must not be on in production');
  if (env.ALERT_WEBHOOK_URL?.startsWith('http:')) problems.push('ALERT_WEBHOOK_URL: must be https in production');
  if (env.CORS_ORIGINS?.some((origin) => origin.startsWith('http:'))) problems.push('CORS_ORIGINS: must be https origins in production');
  for (const name of ['DATABASE_URL', 'DATABASE_READ_URL', 'DATABASE_OWNER_URL'] as const) {
    const value = env[name];
    if (value === undefined) continue;
    const { hostname, searchParams } = new URL(value);
    const isUnverified = ['disable', 'allow', 'prefer', 'no-verify'].includes(searchParams.get('sslmode') ?? '');
    if (isUnverified && !LOOPBACK.has(hostname)) problems.push(`${name}: TLS must be verified in production`);
  }
  return problems;
}
