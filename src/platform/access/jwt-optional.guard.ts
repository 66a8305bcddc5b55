import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { AppError } from '../errors/app-error.js';
import { contextOf } from '../http/request-context.js';
import { OWN_CREDENTIAL } from './own-credential.decorator.js';
import { PrincipalSource } from './principal-source.js';
import { ACCESS_TOKEN_STRATEGY } from './tokens/access-token.strategy.js';
import type { AccessClaims, GuestClaims } from './tokens/access-tokens.js';

const VERIFIED_TOKENS = 10_000;
/** A secret that was taken out of use is trusted this much longer at most. */
const VERIFIED_MS = 10_000;

/**
 * Finds out who is calling. No `Authorization` field means a guest. A token that cannot be used is remembered and
 * refused by the policy guard, so that the limiter in between counts the attempt against its address.
 */
@Injectable()
export class JwtOptionalGuard extends AuthGuard(ACCESS_TOKEN_STRATEGY) {
  private readonly verified = new LRUCache<string, AccessClaims | GuestClaims>({ max: VERIFIED_TOKENS, ttl: VERIFIED_MS });

  constructor(
    private readonly principals: PrincipalSource,
    private readonly reflector: Reflector,
  ) {
    super();
  }

  override async canActivate(execution: ExecutionContext): Promise<boolean> {
    const request = execution.switchToHttp().getRequest<Request>();
    if (request.headers.authorization === undefined) return true;
    if (this.reflector.get<boolean | undefined>(OWN_CREDENTIAL, execution.getHandler()) === true) return true;
    const context = contextOf(request);
    try {
      const principal = await this.principals.load(this.recent(request) ?? (await this.verify(execution, request)));
      if (principal === null) throw new AppError('TOKEN_INVALID');
      context.principal = principal;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      context.refusal = error;
    }
    return true;
  }

  private async verify(execution: ExecutionContext, request: Request): Promise<AccessClaims | GuestClaims> {
    await super.canActivate(execution);
    const claims = claimsOf(request);
    if (request.headers.authorization !== undefined) this.verified.set(request.headers.authorization, claims);
    return claims;
  }

  /** A signature that was right a moment ago still is; whether the token has expired or its holder is gone is asked every time. */
  private recent({ headers }: Request): AccessClaims | GuestClaims | null {
    const claims = headers.authorization === undefined ? undefined : this.verified.get(headers.authorization);
    return claims !== undefined && claims.expiresAtMs > Date.now() ? claims : null;
  }

  override handleRequest<Claims>(error: unknown, claims: Claims | false): Claims {
    if (error !== null && error !== undefined) throw error instanceof AppError ? error : new AppError('TOKEN_INVALID', { cause: error });
    if (claims === false) throw new AppError('TOKEN_INVALID');
    return claims;
  }
}

function claimsOf(request: Request): AccessClaims | GuestClaims {
  return (request as Request & { user: AccessClaims | GuestClaims }).user;
}
