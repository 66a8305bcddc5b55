import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import type { TokenPair } from '../../libs/contracts/auth.js';
import { AccessTokens } from '../platform/access/tokens/access-tokens.js';
import { AppConfig } from '../platform/config/app-config.js';
import { LookupHash } from '../platform/crypto/lookup-hash.js';
import { AppError } from '../platform/errors/app-error.js';
import { isAllowedOrigin } from '../platform/http/allowed-origin.js';
import type { DeviceTokens } from './device.service.js';

/** `__Host-`: browsers take it only with Secure, from this host alone, so no neighbouring domain can plant one. */
const COOKIE = '__Host-bemore-refresh';
const CSRF_HEADER = 'x-csrf-token';
const ATTRIBUTES: CookieOptions = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' };

/**
 * The refresh token in a cookie that scripts cannot read. Whoever uses the cookie must also show a token that only the page that signed in
 * was given: an HMAC of the device's session, so it is good for that session alone and nothing has to be stored for it.
 */
@Injectable()
export class BrowserMode {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly lookup: LookupHash,
    private readonly config: AppConfig,
  ) {}

  /** @throws AppError ORIGIN_NOT_ALLOWED for a page of somebody else's */
  requireOwnPage(request: Request): void {
    const { corsOrigins } = this.config.http;
    const isForeign = request.get('sec-fetch-site') === 'cross-site' && request.get('origin') === undefined;
    const isAllowed = isAllowedOrigin(request.get('origin'), request.get('host'), { origins: corsOrigins, isProduction: this.config.isProduction });
    if (isForeign || !isAllowed) throw new AppError('ORIGIN_NOT_ALLOWED');
  }

  /**
   * The refresh token of the body, or else of the cookie.
   * @throws AppError UNAUTHENTICATED when there is none; for the cookie ORIGIN_NOT_ALLOWED, TOKEN_INVALID, TOKEN_EXPIRED, CSRF_FAILED
   */
  refreshTokenOf(request: Request, inBody: string | undefined): { token: string; isCookie: boolean } {
    if (inBody !== undefined) return { token: inBody, isCookie: false };
    const inCookie = cookieOf(request);
    if (inCookie === null) throw new AppError('UNAUTHENTICATED');
    this.requireOwnPage(request);
    this.requireCsrfToken(request, this.tokens.verifyRefresh(inCookie).deviceId);
    return { token: inCookie, isCookie: true };
  }

  /** For a log-out: a cookie asks for its CSRF token. @throws AppError ORIGIN_NOT_ALLOWED, CSRF_FAILED */
  requireConsent(request: Request): void {
    const token = cookieOf(request);
    const deviceId = token === null ? null : this.deviceOf(token);
    if (deviceId === null) return;
    this.requireOwnPage(request);
    this.requireCsrfToken(request, deviceId);
  }

  isUsedBy(request: Request, deviceId: string): boolean {
    const token = cookieOf(request);
    return token !== null && this.deviceOf(token) === deviceId;
  }

  /** Puts the refresh token into the cookie; the rest is for the body. */
  keep(response: Response, { deviceId, accessToken, refreshToken }: DeviceTokens): TokenPair & { csrfToken: string } {
    response.cookie(COOKIE, refreshToken, { ...ATTRIBUTES, maxAge: this.config.tokens.refreshTtlMs });
    return { accessToken, csrfToken: this.csrfTokenOf(deviceId).toString('base64url') };
  }

  forget(request: Request, response: Response): void {
    if (cookieOf(request) !== null) response.clearCookie(COOKIE, ATTRIBUTES);
  }

  private requireCsrfToken(request: Request, deviceId: string): void {
    const shown = Buffer.from(request.get(CSRF_HEADER) ?? '', 'base64url');
    const expected = this.csrfTokenOf(deviceId);
    if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) throw new AppError('CSRF_FAILED');
  }

  private csrfTokenOf(deviceId: string): Buffer {
    return this.lookup.of('csrf', deviceId);
  }

  private deviceOf(token: string): string | null {
    try {
      return this.tokens.verifyRefresh(token).deviceId;
    } catch {
      return null;
    }
  }
}

function cookieOf(request: Request): string | null {
  const value = (request.cookies as Record<string, unknown> | undefined)?.[COOKIE];
  return typeof value === 'string' && value !== '' ? value : null;
}
