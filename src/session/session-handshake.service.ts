import { Injectable } from '@nestjs/common';
import type { HandshakeAuth } from '../../libs/contracts/realtime.js';
import { isAllowed } from '../platform/access/permissions.js';
import { PrincipalSource } from '../platform/access/principal-source.js';
import { roleOf } from '../platform/access/principal.js';
import { SessionResolver } from '../platform/access/session-resolver.js';
import { AccessTokens } from '../platform/access/tokens/access-tokens.js';
import { AppError } from '../platform/errors/app-error.js';
import { HandshakeAuthenticator, type HandshakeGrant } from '../platform/realtime/handshake-authenticator.js';

/** Lets a connection in by the rules of an HTTP request that reads the session. */
@Injectable()
export class SessionHandshake extends HandshakeAuthenticator {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly principals: PrincipalSource,
    private readonly sessions: SessionResolver,
  ) {
    super();
  }

  override async authenticate({ token, sessionId }: HandshakeAuth): Promise<HandshakeGrant> {
    const claims = this.tokens.verify(token, 'access', 'guest');
    const principal = await this.principals.load(claims);
    if (principal === null || principal.kind === 'guest') throw new AppError('TOKEN_INVALID');
    if (principal.kind === 'user' && principal.setupRequired) throw new AppError('NOT_FOUND');
    const ref = isAllowed(roleOf(principal), 'session.read') ? await this.sessions.resolve(principal, sessionId) : null;
    if (ref === null) throw new AppError('NOT_FOUND');
    return { principal, sessionId: ref.sessionId, role: ref.relation, expiresAt: claims.expiresAtMs };
  }
}
