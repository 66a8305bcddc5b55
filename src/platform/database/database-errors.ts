import { DatabaseError } from 'pg';
import {
  BaseError,
  ConnectionAcquireTimeoutError,
  ConnectionError,
  DatabaseError as SequelizeDatabaseError,
  UniqueConstraintError,
} from 'sequelize';

/** PostgreSQL's codes (appendix A of its manual). */
const UNIQUE_VIOLATION = '23505';
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
/** The schema changed under a prepared statement. */
const FEATURE_NOT_SUPPORTED = '0A000';

/** admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections. */
const UNAVAILABLE_CODES = new Set(['57P01', '57P02', '57P03', '53300']);
const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
/** pg gives these no code (client.js, pg-pool). */
const LOST_CONNECTION = /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired)/;

/** The PostgreSQL error inside whatever pg or Sequelize threw. */
function postgresError(error: unknown): DatabaseError | undefined {
  if (error instanceof DatabaseError) return error;
  if (error instanceof SequelizeDatabaseError || error instanceof UniqueConstraintError) return postgresError(error.parent);
  return undefined;
}

/**
 * Whether a row broke a uniqueness rule.
 * @param constraint the constraint's name, as the migration gave it; without it any.
 */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const found = postgresError(error);
  return found?.code === UNIQUE_VIOLATION && (constraint === undefined || found.constraint === constraint);
}

/** Whether the same transaction may well succeed when it is run again from its start. */
export function isRetryable(error: unknown): boolean {
  const code = postgresError(error)?.code;
  return code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED;
}

/** Whether PostgreSQL cannot be reached, refuses connections, went away in mid-query, or the pool had no connection in time. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof ConnectionAcquireTimeoutError || error instanceof ConnectionError) return true;
  const code = postgresError(error)?.code;
  if (code !== undefined) return UNAVAILABLE_CODES.has(code) || code.startsWith('08');
  const inner = error instanceof BaseError && 'parent' in error ? error.parent : error;
  if (!(inner instanceof Error)) return false;
  return NETWORK_CODES.has((inner as NodeJS.ErrnoException).code ?? '') || LOST_CONNECTION.test(inner.message);
}

/** Whether a prepared statement was made for a table that has changed since. */
export function isStalePlan(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === FEATURE_NOT_SUPPORTED && error.routine === 'RevalidateCachedQuery';
}

/**
 * Takes out of an error what PostgreSQL quotes from the data (the duplicate key, the text that is no number), so that it can be
 * logged. Code, constraint, table and column stay.
 */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error;
  error.detail = undefined;
  error.where = undefined;
  error.internalQuery = undefined;
  if (error.code?.startsWith('22') === true) error.message = `data exception ${error.code}`;
  return error;
}
