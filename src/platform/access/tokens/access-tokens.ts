import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { JwtSecretRequestType, JwtService } from '@nestjs/jwt';
import { AUDIENCE, type ClaimsOf, ISSUER, type TokenType } from './claims.js';
import { SecretRing } from './secret-ring.js';
import { TOKEN_OPTIONS, type TokenOptions } from './token.options.js';
import { ALGORITHM, checkClaims, keyFor, refusalOf } from './token-rules.js';

export type { AccessClaims, GuestClaims, RefreshClaims } from './claims.js';

type CallerType = 'access' | 'guest';

export interface DeviceHolder {
  readonly userId: string;
  readonly deviceId: string;
}

export interface RefreshHolder extends DeviceHolder {
  /** With the same id and times the same token comes out again, which is how a parent gets the same child twice. */
  readonly tokenId?: string;
  readonly issuedAtMs?: number;
}

export interface GuestHolder {
  readonly personId: string;
  readonly sessionId: string;
  /** The end of the session's longest life. */
  readonly expiresAtMs: number;
}

export interface IssuedToken {
  readonly token: string;
  /** The token's `jti`: 128 random bits, unless it was given. */
  readonly tokenId: string;
  readonly expiresAtMs: number;
}

/**
 * Signs and verifies the JWTs of the service (RFC 7519): HS512, with secrets of their own for access and for refresh tokens. They hold
 * ids and nothing personal. Whether the device, account or session still exists is for the caller to ask.
 */
@Injectable()
export class AccessTokens {
  private readonly access: Issuer;
  private readonly refresh: Issuer;

  constructor(@Inject(TOKEN_OPTIONS) private readonly options: TokenOptions) {
    this.access = new Issuer(new SecretRing('access', options.access));
    this.refresh = new Issuer(new SecretRing('refresh', options.refresh));
  }

  signAccess({ userId, deviceId }: DeviceHolder): IssuedToken {
    const now = Date.now();
    return this.access.sign('access', { sub: userId, sid: deviceId }, now, now + this.options.accessTtlMs);
  }

  signRefresh({ userId, deviceId, tokenId, issuedAtMs = Date.now() }: RefreshHolder): IssuedToken {
    return this.refresh.sign('refresh', { sub: userId, sid: deviceId }, issuedAtMs, issuedAtMs + this.options.refreshTtlMs, tokenId);
  }

  signGuest({ personId, sessionId, expiresAtMs }: GuestHolder): IssuedToken {
    return this.access.sign('guest', { sub: personId, sessionId }, Date.now(), expiresAtMs);
  }

  /**
   * The claims of a genuine token of one of these types: `verify(token, 'access', 'guest')`.
   * @throws AppError `TOKEN_EXPIRED` for one that was genuine and of the right type, else `TOKEN_INVALID`
   */
  verify<Type extends CallerType>(token: string, ...types: [Type, ...Type[]]): ClaimsOf<Type> {
    return checkClaims(this.access.open(token), types);
  }

  verifyRefresh(token: string): ClaimsOf<'refresh'> {
    return checkClaims(this.refresh.open(token), ['refresh']);
  }

  /** The secret that must have signed this access or guest token. For verifiers that bring their own JWT library. */
  readonly callerKeyFor = (token: unknown) => keyFor(token, this.access.ring);

  /** The rules of `verify` for a payload whose signature was checked. */
  checkCaller(payload: unknown): ClaimsOf<CallerType> {
    return checkClaims(payload, ['access', 'guest']);
  }
}

/** One purpose's secrets with the library that signs and verifies. */
class Issuer {
  private readonly jwt: JwtService;

  constructor(readonly ring: SecretRing) {
    this.jwt = new JwtService({
      secretOrKeyProvider: (request, token) => (request === JwtSecretRequestType.SIGN ? ring.newest.key : keyFor(token, ring)),
      signOptions: { algorithm: ALGORITHM, issuer: ISSUER, audience: AUDIENCE, keyid: ring.newest.keyId },
      // Expiry is checked with the other claims, after them.
      verifyOptions: { algorithms: [ALGORITHM], ignoreExpiration: true },
    });
  }

  sign(typ: TokenType, ids: object, issuedAtMs: number, expiresAtMs: number, tokenId = randomBytes(16).toString('base64url')): IssuedToken {
    const iat = Math.floor(issuedAtMs / 1000);
    const exp = Math.floor(expiresAtMs / 1000);
    return { token: this.jwt.sign({ typ, ...ids, jti: tokenId, iat, exp }), tokenId, expiresAtMs: exp * 1000 };
  }

  open(token: string): unknown {
    try {
      return this.jwt.verify<object>(token);
    } catch (error) {
      throw refusalOf(error);
    }
  }
}
