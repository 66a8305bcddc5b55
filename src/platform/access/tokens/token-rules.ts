import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors/app-error.js';
import { type ClaimsOf, payloadSchema, toClaims, type TokenType } from './claims.js';
import type { SecretRing } from './secret-ring.js';

/** The one algorithm; 64 characters of secret are as long as its output (RFC 7518 §3.2). */
export const ALGORITHM = 'HS512';
const MAX_CHARACTERS = 4_096;
const CLOCK_SKEW_MS = 5_000;
const FORM = /^(?<header>[\w-]{1,400})\.[\w-]+\.[\w-]+$/;

const headerSchema = z.strictObject({ alg: z.literal(ALGORITHM), typ: z.literal('JWT'), kid: z.string().max(64) });

/**
 * Before the signature: which key must have made it. Refuses what is too long or malformed without parsing it, every algorithm but ours,
 * unknown keys, and headers that say anything more.
 * @throws AppError `TOKEN_INVALID`
 */
export function keyFor(token: unknown, ring: SecretRing): KeyObject {
  const header = typeof token === 'string' && token.length <= MAX_CHARACTERS ? FORM.exec(token)?.groups?.['header'] : undefined;
  if (header === undefined) throw new AppError('TOKEN_INVALID');
  const key = ring.find(keyIdOf(header));
  if (key === undefined) throw new AppError('TOKEN_INVALID');
  return key;
}

/**
 * After the signature: what the token says. Its expiry is looked at last, so that only a token that was good says that it expired.
 * @throws AppError `TOKEN_INVALID`, `TOKEN_EXPIRED`
 */
export function checkClaims<Type extends TokenType>(payload: unknown, types: readonly Type[]): ClaimsOf<Type> {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) throw new AppError('TOKEN_INVALID');
  const claims = toClaims(parsed.data);
  const now = Date.now();
  if (!isOneOf(claims, types) || claims.issuedAtMs > now + CLOCK_SKEW_MS) throw new AppError('TOKEN_INVALID');
  if (claims.expiresAtMs <= now) throw new AppError('TOKEN_EXPIRED');
  return claims;
}

/** Whatever went wrong with a token, as the client may know it. */
export const refusalOf = (error: unknown): AppError => (error instanceof AppError ? error : new AppError('TOKEN_INVALID'));

const isOneOf = <Type extends TokenType>(claims: { type: TokenType }, types: readonly Type[]): claims is ClaimsOf<Type> =>
  types.some((type) => type === claims.type);

function keyIdOf(header: string): string {
  try {
    return headerSchema.parse(JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))).kid;
  } catch {
    throw new AppError('TOKEN_INVALID');
  }
}
