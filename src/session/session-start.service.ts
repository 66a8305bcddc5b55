import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { SessionStartAnswer, type SessionStartBody } from '../../libs/contracts/session.js';
import { ConsentService } from '../consent/consent.service.js';
import type { Principal } from '../platform/access/principal.js';
import { AccessTokens } from '../platform/access/tokens/access-tokens.js';
import { AppConfig } from '../platform/config/app-config.js';
import { PersonKeys } from '../platform/crypto/person-keys.js';
import { Transactions } from '../platform/database/transactions.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import type { IdempotentRequest } from '../platform/idempotency/idempotency.service.js';
import { IdempotencyService } from '../platform/idempotency/idempotency.service.js';
import { CounselorService } from '../user/counselor.service.js';
import { PreferenceService } from '../user/preference.service.js';
import { noticesFor } from './session-notices.js';
import { SessionRepository } from './session.repository.js';

interface Counselor {
  counselorKind: 'ai' | 'human';
  counselorId: string | null;
  counselorAlias: string | null;
}

@Injectable()
export class SessionStartService {
  constructor(
    private readonly repository: SessionRepository,
    private readonly transactions: Transactions,
    private readonly idempotency: IdempotencyService,
    private readonly keys: PersonKeys,
    private readonly consents: ConsentService,
    private readonly counselors: CounselorService,
    private readonly preferences: PreferenceService,
    private readonly tokens: AccessTokens,
    private readonly events: DomainEvents,
    private readonly config: AppConfig,
  ) {}

  /**
   * Starts a session for the caller; for a guest with a person of its own and the token that opens it.
   * @param origin where this server was reached, for the client's socket
   */
  async start(caller: Principal, body: SessionStartBody, request: IdempotentRequest | null, origin: string): Promise<SessionStartAnswer> {
    if (caller.kind === 'guest-session') throw new AppError('FORBIDDEN');
    const counselor = await this.chooseCounselor(body.counselorId);
    const language = body.language ?? (await this.preferences.languageOf(caller));
    const { answer, isReplay } = await this.transactions.run((tx) =>
      this.idempotency.once(request, SessionStartAnswer, tx, async () => {
        const personId = caller.kind === 'user' ? caller.userId : await this.createGuest(tx);
        return { personId, answer: await this.create(caller, personId, counselor, language, body, origin, tx) };
      }),
    );
    if (!isReplay) this.events.emit('session.started', { sessionId: answer.sessionId });
    return answer;
  }

  private async create(
    caller: Principal,
    personId: string,
    counselor: Counselor,
    language: 'ko' | 'en',
    body: SessionStartBody,
    origin: string,
    tx: Transaction,
  ): Promise<SessionStartAnswer> {
    const id = uuidv7();
    const isGuest = caller.kind !== 'user';
    const userId = isGuest ? null : personId;
    const startedAt = new Date();
    const expiresAt = new Date(startedAt.getTime() + this.config.sessions.maxMs);
    await this.repository.create({ id, personId, userId, ...counselor, language, startedAt, expiresAt }, tx);
    if (body.consents !== undefined) await this.consents.record(personId, isGuest ? id : null, body.consents, tx);
    return {
      sessionId: id,
      userId,
      counselorId: body.counselorId,
      status: 'active',
      startedAt: startedAt.toISOString(),
      realtime: { url: origin, path: '/socket.io', namespace: '/session' },
      notices: noticesFor({ counselorKind: counselor.counselorKind, language }),
      ...(isGuest ? { guestToken: this.tokens.signGuest({ personId, sessionId: id, expiresAtMs: expiresAt.getTime() }).token } : {}),
    };
  }

  private async createGuest(tx: Transaction): Promise<string> {
    const personId = uuidv7();
    await this.repository.createGuest(personId, tx);
    await this.keys.create(personId, tx);
    return personId;
  }

  private async chooseCounselor(id: string): Promise<Counselor> {
    if (id === 'ai' || id.startsWith('ai_')) return { counselorKind: 'ai', counselorId: null, counselorAlias: id };
    await this.counselors.requireChoosable(id);
    return { counselorKind: 'human', counselorId: id, counselorAlias: null };
  }
}
