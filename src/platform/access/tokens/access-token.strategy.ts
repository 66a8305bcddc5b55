import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import { type AccessClaims, AccessTokens, type GuestClaims } from './access-tokens.js';
import { bearerToken } from './bearer-token.js';
import { ALGORITHM } from './token-rules.js';

export const ACCESS_TOKEN_STRATEGY = 'access-token';

type KeyReceiver = (error: unknown, key?: string | Buffer) => void;

/**
 * Passport's way to the same verdict as `AccessTokens.verify`: passport-jwt checks the signature, the rules before and after it are the
 * same functions. Hands the guard the claims, or fails with an error for `refusalOf`; "No auth token" stands for a missing header.
 */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, ACCESS_TOKEN_STRATEGY) {
  constructor(private readonly tokens: AccessTokens) {
    super({
      jwtFromRequest: bearerToken,
      algorithms: [ALGORITHM],
      // Expiry is checked with the other claims, after them.
      ignoreExpiration: true,
      secretOrKeyProvider: (_request: unknown, token: unknown, done: KeyReceiver) => {
        try {
          // The types know strings and Buffers only; jsonwebtoken takes a KeyObject, and is four times as fast with it.
          done(null, tokens.callerKeyFor(token) as unknown as Buffer);
        } catch (error) {
          // Either there is no such key, or jsonwebtoken fell over the payload; `validate` runs later and reports by itself.
          done(error);
        }
      },
    });
  }

  validate(payload: unknown): AccessClaims | GuestClaims {
    return this.tokens.checkCaller(payload);
  }
}
