import { z } from 'zod';

export const ISSUER = 'bemore';
export const AUDIENCE = 'bemore-api';

const REGISTERED = {
  iss: z.literal(ISSUER),
  aud: z.literal(AUDIENCE),
  jti: z.string().regex(/^[\w-]{22,64}$/),
  iat: z.int().min(0),
  exp: z.int().min(0),
};

const access = z.strictObject({ ...REGISTERED, typ: z.literal('access'), sub: z.uuid(), sid: z.uuid() });
const refresh = z.strictObject({ ...REGISTERED, typ: z.literal('refresh'), sub: z.uuid(), sid: z.uuid() });
const guest = z.strictObject({ ...REGISTERED, typ: z.literal('guest'), sub: z.uuid(), sessionId: z.uuid() });

/** The payload of every token that is issued here; nothing else is one. */
export const payloadSchema = z.discriminatedUnion('typ', [access, refresh, guest]);

export type TokenPayload = z.output<typeof payloadSchema>;
export type TokenType = TokenPayload['typ'];

interface IssuedClaims {
  readonly tokenId: string;
  /** Epoch ms, to the second. */
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

interface DeviceClaims extends IssuedClaims {
  readonly userId: string;
  /** The device's session, which log-out ends. */
  readonly deviceId: string;
}

export interface AccessClaims extends DeviceClaims {
  readonly type: 'access';
}

export interface RefreshClaims extends DeviceClaims {
  readonly type: 'refresh';
}

/** A credential for one session of a person without an account. */
export interface GuestClaims extends IssuedClaims {
  readonly type: 'guest';
  readonly personId: string;
  readonly sessionId: string;
}

export type TokenClaims = AccessClaims | RefreshClaims | GuestClaims;
export type ClaimsOf<Type extends TokenType> = Extract<TokenClaims, { type: Type }>;

export function toClaims(payload: TokenPayload): TokenClaims {
  const issued = { tokenId: payload.jti, issuedAtMs: payload.iat * 1000, expiresAtMs: payload.exp * 1000 };
  if (payload.typ === 'guest') return { type: 'guest', personId: payload.sub, sessionId: payload.sessionId, ...issued };
  return { type: payload.typ, userId: payload.sub, deviceId: payload.sid, ...issued };
}
