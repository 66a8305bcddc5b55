import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { ConsentChange, ConsentKind, ConsentsAnswer, ConsentsBody } from '../../libs/contracts/consents.js';
import { AppConfig } from '../platform/config/app-config.js';
import { BatchedCache } from '../platform/database/batched-cache.js';
import { Notices } from '../platform/database/notices.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { ConsentRepository, type ConsentRow, type ConsentSubject } from './consent.repository.js';

declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** Here or at another instance. A guest's hold for the one session. */
    'consent.changed': { personId: string; consents: Consents };
    /** Here, by the present request: which kinds were given or withdrawn. */
    'consent.recorded': { personId: string; kinds: readonly ConsentKind[] };
  }
}

declare module '../platform/database/notices.js' {
  interface NoticeMap {
    'consent.changed': { personId: string; consents: Consents };
  }
}

export type Consents = Readonly<Record<ConsentKind, boolean>>;

const NONE: Consents = { camera: false, microphone: false, transcript: false, thirdPartyAi: false, research: false };
/** Withdrawing must reach running sessions, on every instance, within a second. */
const CACHE = { max: 10_000, ttlMs: 500 };

/** What each person agreed to. Nothing is agreed to until it was given. */
@Injectable()
export class ConsentService {
  private readonly cache: BatchedCache<Consents>;

  constructor(
    private readonly repository: ConsentRepository,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly notices: Notices,
    private readonly config: AppConfig,
  ) {
    this.cache = new BatchedCache(async (keys) => {
      const rows = await repository.findManyCurrent(keys.map(subjectOf));
      return new Map(rows.map((row) => [keyOf(row.person_id, row.session_id), toConsents(row)]));
    }, CACHE);
    notices.on('consent.changed', (changed) => this.announce(changed));
    notices.onRestored(() => this.cache.forgetAll());
  }

  /** What held when it was asked for a moment ago. */
  known(personId: string, sessionId: string | null): Consents | undefined {
    return this.notices.isLive ? this.cache.known(keyOf(personId, sessionId)) : undefined;
  }

  /** What holds now; inside a session what was given for it counts as well. At most half a second old. */
  async current(personId: string, sessionId: string | null): Promise<Consents> {
    const key = keyOf(personId, sessionId);
    if (!this.notices.isLive) this.cache.forget(key);
    return (await this.cache.get(key)) ?? NONE;
  }

  /** @throws AppError CONSENT_REQUIRED unless every kind is given. */
  async require(personId: string, sessionId: string | null, ...kinds: readonly ConsentKind[]): Promise<void> {
    const consents = await this.current(personId, sessionId);
    if (!kinds.every((kind) => consents[kind])) throw new AppError('CONSENT_REQUIRED');
  }

  /** Adds a change to the person's history; with a session it holds for that session alone. Kinds left out stay as they are. */
  async record(personId: string, sessionId: string | null, changes: ConsentsBody, tx: Transaction): Promise<void> {
    await this.repository.lockPerson(personId, tx);
    const row = await this.repository.findCurrent(personId, sessionId, tx);
    const consents = { ...(row === null ? NONE : toConsents(row)), ...given(changes) };
    const { thirdPartyAi, ...rest } = consents;
    const policyVersion = this.config.privacyPolicy.version;
    await this.repository.add(personId, sessionId, { ...rest, third_party_ai: thirdPartyAi, policy_version: policyVersion }, tx);
    await this.notices.publish('consent.changed', { personId, consents }, tx);
    tx.afterCommit(() => {
      this.announce({ personId, consents });
      this.events.emit('consent.recorded', { personId, kinds: kindsOf(given(changes)) });
    });
  }

  async change(personId: string, sessionId: string | null, changes: ConsentsBody): Promise<void> {
    await this.transactions.run((tx) => this.record(personId, sessionId, changes, tx));
  }

  async view(personId: string, sessionId: string | null): Promise<ConsentsAnswer> {
    const [current, rows] = await Promise.all([
      this.repository.findCurrent(personId, sessionId),
      this.repository.findHistory(personId, sessionId),
    ]);
    return {
      ...(current === null ? NONE : toConsents(current)),
      updatedAt: current?.given_at.toISOString() ?? null,
      policy: this.config.privacyPolicy,
      history: changesOf(rows),
    };
  }

  private announce(changed: { personId: string; consents: Consents }): void {
    this.cache.forgetAll(changed.personId);
    this.events.emit('consent.changed', changed);
  }
}

const keyOf = (personId: string, sessionId: string | null): string => `${personId}/${sessionId ?? ''}`;

function subjectOf(key: string): ConsentSubject {
  const [personId = '', sessionId = ''] = key.split('/');
  return { personId, sessionId: sessionId === '' ? null : sessionId };
}

const given = (changes: ConsentsBody): Partial<Consents> =>
  Object.fromEntries(kindsOf(NONE).flatMap((kind) => (changes[kind] === undefined ? [] : [[kind, changes[kind]]])));

const toConsents = (row: ConsentRow): Consents => ({
  camera: row.camera,
  microphone: row.microphone,
  transcript: row.transcript,
  thirdPartyAi: row.third_party_ai,
  research: row.research,
});

const kindsOf = (consents: Partial<Consents>) => Object.keys(consents) as ConsentKind[];

/** What changed from each state to the next; `rows` newest first. */
function changesOf(rows: readonly ConsentRow[]): ConsentChange[] {
  return rows.flatMap((row, index) => {
    const after = toConsents(row);
    const earlier = rows[index + 1];
    const before = earlier === undefined ? NONE : toConsents(earlier);
    return kindsOf(after)
      .filter((kind) => after[kind] !== before[kind])
      .map((kind) => ({ kind, granted: after[kind], at: row.given_at.toISOString(), policyVersion: row.policy_version }));
  });
}
