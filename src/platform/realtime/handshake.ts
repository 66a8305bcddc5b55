import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { ExtendedError, Socket } from 'socket.io';
import { ERROR_CATALOGUE } from '../../../libs/contracts/errors.js';
import { HandshakeAuth } from '../../../libs/contracts/realtime.js';
import { AppError } from '../errors/app-error.js';
import { DomainEvents } from '../events/domain-events.js';
import { isAllowedOrigin } from '../http/allowed-origin.js';
import { toAppError } from '../http/failure.js';
import { Failures } from '../http/failures.js';
import { negotiateLanguage } from '../http/language.js';
import { addressKey } from '../limits/address-key.js';
import '../limits/limit-events.js';
import { RateStore } from '../limits/rate-store.js';
import { Logger } from '../logging/logger.js';
import { clientAddress } from './client-address.js';
import { ConnectionLedger, type LedgerClaim } from './connection-ledger.js';
import { HandshakeAuthenticator, type HandshakeGrant, type HandshakeMeta } from './handshake-authenticator.js';
import { RealtimeSettings } from './realtime-settings.js';
import { pidOf, renew } from './private-id.js';
import type { Position } from './replay/event-log.js';
import type { ResumeRequest } from './replay/replay-adapter.js';
import { holderOf } from './session-connection.js';

const MAX_USER_AGENT = 300;
const NEVER: HandshakeMeta = { ip: '', origin: null, userAgent: '', language: 'ko' };

/** A connection that was let in. */
export interface Admission {
  readonly grant: HandshakeGrant;
  readonly meta: HandshakeMeta;
  /** From where on the client missed events; null for a fresh connection. */
  readonly resumeFrom: Position | null;
  /** When the decision began, on the monotonic clock. */
  readonly decidedFrom: number;
}

/** Decides who may connect. Nest's guards do not run on connections. */
@Injectable()
export class Handshake implements OnApplicationBootstrap {
  private readonly admissions = new WeakMap<Socket, Admission>();
  private authenticator: HandshakeAuthenticator | null = null;
  private isDraining = false;

  constructor(
    private readonly modules: ModuleRef,
    private readonly settings: RealtimeSettings,
    private readonly rates: RateStore,
    private readonly ledger: ConnectionLedger,
    private readonly events: DomainEvents,
    private readonly failures: Failures,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    try {
      this.authenticator = this.modules.get(HandshakeAuthenticator, { strict: false });
    } catch {
      this.logger.warn({}, 'nobody authenticates connections: every one is refused');
    }
  }

  /** No further connection is let in; clients try again, elsewhere. */
  startDraining(): void {
    this.isDraining = true;
  }

  /** socket.io's middleware of the namespace. */
  readonly middleware = (socket: Socket, next: (error?: ExtendedError) => void): void => {
    // A refusal would end the client's own attempts to come back; a broken line does not.
    if (this.isDraining) {
      socket.conn.close();
      return;
    }
    let meta = NEVER;
    Promise.try(() => {
      meta = this.metaOf(socket);
      return this.admit(socket, meta);
    }).then(
      () => next(),
      (error: unknown) => {
        next(this.refusalOf(error, meta));
        // Once it is told; so that one line cannot go on trying.
        setImmediate(() => socket.conn.close());
      },
    );
  };

  /** What was decided about a connected socket. */
  admissionOf(socket: Socket): Admission {
    const admission = this.admissions.get(socket);
    if (admission === undefined) throw new Error('the socket passed no handshake');
    return admission;
  }

  private async admit(socket: Socket, meta: HandshakeMeta): Promise<void> {
    const decidedFrom = performance.now();
    const { auth } = socket.handshake;
    const request = (socket.data as { resume?: ResumeRequest }).resume ?? null;
    socket.data = {};
    if (!isAllowedOrigin(meta.origin ?? undefined, socket.handshake.headers.host, this.settings)) throw new AppError('ORIGIN_NOT_ALLOWED');
    await this.limit('address', `ip:${addressKey(meta.ip)}`, meta, null);

    const grant = await this.authenticate(auth, meta);
    // Nothing needs the token any more, and adapters show handshakes to other instances.
    socket.handshake.auth = {};
    const holder = holderOf(grant);
    await this.limit('holder', `holder:${holder}`, meta, holder);

    const resumeFrom = request !== null && isSame(request, grant, holder) ? request.position : null;
    if (request !== null && resumeFrom === null) renew(socket);
    await this.enter(socket, grant, holder);
    this.admissions.set(socket, { grant, meta, resumeFrom, decidedFrom });
  }

  private authenticate(auth: unknown, meta: HandshakeMeta): Promise<HandshakeGrant> {
    if (this.authenticator === null) throw new AppError('SERVICE_UNAVAILABLE');
    const { token, sessionId } = (auth ?? {}) as Record<string, unknown>;
    if (token === undefined || token === null || token === '') throw new AppError('UNAUTHENTICATED');
    const parsed = HandshakeAuth.safeParse({ token, sessionId });
    if (parsed.success) return this.authenticator.authenticate(parsed.data, meta);
    const isToken = parsed.error.issues.some(({ path }) => path[0] === 'token');
    throw new AppError(isToken ? 'TOKEN_INVALID' : 'NOT_FOUND');
  }

  private async limit(tier: 'address' | 'holder', key: string, meta: HandshakeMeta, holder: string | null): Promise<void> {
    const rule = tier === 'address' ? this.settings.handshakesPerAddress : this.settings.handshakesPerHolder;
    const { allowed, retryAfterMs } = await this.rates.take(`handshake:${key}`, rule);
    this.events.emit('limit.decided', { surface: 'handshake', tier, outcome: allowed ? 'allowed' : 'refused' });
    if (allowed) return;
    this.refused(tier, meta, holder);
    throw new AppError('CONNECTION_LIMIT', { retryAfterMs });
  }

  private async enter(socket: Socket, { sessionId, role }: HandshakeGrant, holder: string): Promise<void> {
    const { maxPerHolder, maxPerRole } = this.settings;
    const claim: LedgerClaim = {
      counts: [
        { key: `holder:${holder}`, max: maxPerHolder },
        { key: `session:${sessionId}:${role}`, max: maxPerRole },
      ],
      pid: pidOf(socket),
      entry: randomBytes(8).toString('hex'),
    };
    if (!(await this.ledger.enter(claim))) {
      throw new AppError('CONNECTION_LIMIT');
    }
    let isEntered = true;
    const leave = () => {
      if (isEntered) this.ledger.leave(claim);
      isEntered = false;
    };
    socket.once('disconnect', leave);
    socket.conn.once('close', leave);
    if (socket.conn.readyState !== 'open') leave();
  }

  private metaOf({ handshake, conn }: Socket): HandshakeMeta {
    const { headers } = handshake;
    return {
      ip: clientAddress(conn.remoteAddress, headers, this.settings.trustProxy),
      origin: headers.origin ?? null,
      userAgent: (headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT),
      language: negotiateLanguage(headers['accept-language'], this.settings.defaultLanguage),
    };
  }

  private refused(tier: string, { ip }: HandshakeMeta, userId: string | null): void {
    this.events.emit('limit.refused', { surface: 'handshake', tier, route: 'connect', userId, ip, isEnforced: true });
  }

  private refusalOf(thrown: unknown, { language }: HandshakeMeta): ExtendedError {
    const error = toAppError(thrown);
    this.failures.record('socket connect', error);
    const message = ERROR_CATALOGUE[error.code][language];
    return Object.assign(new Error(message), { data: { code: error.code, message } });
  }
}

const isSame = ({ record }: ResumeRequest, { sessionId, role }: HandshakeGrant, holder: string): boolean =>
  record.sessionId === sessionId && record.role === role && record.holder === holder;
