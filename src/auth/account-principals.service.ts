import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { GuestSessionPrincipal, Principal, UserPrincipal } from '../platform/access/principal.js';
import { PrincipalSource } from '../platform/access/principal-source.js';
import type { AccessClaims, GuestClaims } from '../platform/access/tokens/access-tokens.js';
import { Notices } from '../platform/database/notices.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Logger } from '../platform/logging/logger.js';
import './account-state.service.js';
import { DeviceRepository } from './device.repository.js';

const CACHE_ENTRIES = 50_000;
/** How long another instance's revocation can go unnoticed in the seconds before a dead line to the database is found out. */
const CACHE_MS = 1_000;
const TOUCH_EVERY_MS = 60_000;

/**
 * Who holds a genuine token now: asks the database, remembers it for a moment, and forgets it when a device is signed out, an account changed or
 * a guest's session is gone, at whichever instance. While the others cannot be heard nothing is remembered.
 */
@Injectable()
export class AccountPrincipals extends PrincipalSource {
  /** By device, and by session for guests. */
  private readonly cache = new LRUCache<string, UserPrincipal | GuestSessionPrincipal>({ max: CACHE_ENTRIES, ttl: CACHE_MS });
  private readonly touched = new LRUCache<string, true>({ max: CACHE_ENTRIES, ttl: TOUCH_EVERY_MS });
  /** Grows with everything that is forgotten: what was read before is not kept after it. */
  private epoch = 0;

  constructor(
    private readonly devices: DeviceRepository,
    private readonly notices: Notices,
    private readonly logger: Logger,
    events: DomainEvents,
  ) {
    super();
    events.on('devices.revoked', ({ deviceIds }) => this.forget((_holder, id) => deviceIds.includes(id), deviceIds));
    events.on('account.changed', ({ userId }) => this.forget((holder) => holder.kind === 'user' && holder.userId === userId));
    notices.onRestored(() => this.forget(() => true));
  }

  forgetGuestsOf(sessionId: string): void {
    this.forget((_holder, id) => id === sessionId, [sessionId]);
  }

  override async load(claims: AccessClaims | GuestClaims): Promise<Principal | null> {
    if (claims.type === 'guest') return this.loadGuest(claims);
    const { userId, deviceId } = claims;
    const cached = this.recall(deviceId);
    if (cached?.kind === 'user' && cached.userId === userId) return cached;
    const { epoch } = this;
    const holder = await this.devices.findHolder(deviceId, userId);
    if (holder === null) return null;
    this.touch(userId, deviceId);
    const needsMfa = holder.role !== 'user' && !holder.has_mfa;
    return this.remember(deviceId, { kind: 'user', userId, deviceId, role: holder.role, setupRequired: holder.one_time_password || needsMfa }, epoch);
  }

  /** A guest token is good while its guest has its session: not after a claim or a deletion. */
  private async loadGuest({ personId, sessionId }: GuestClaims): Promise<Principal | null> {
    const cached = this.recall(sessionId);
    if (cached?.kind === 'guest-session' && cached.personId === personId) return cached;
    const { epoch } = this;
    if (!(await this.devices.isGuestOf(personId, sessionId))) return null;
    return this.remember(sessionId, { kind: 'guest-session', sessionId, personId }, epoch);
  }

  private recall(id: string): UserPrincipal | GuestSessionPrincipal | undefined {
    return this.notices.isLive ? this.cache.get(id) : undefined;
  }

  private remember<Holder extends UserPrincipal | GuestSessionPrincipal>(id: string, holder: Holder, epoch: number): Holder {
    if (epoch === this.epoch) this.cache.set(id, holder);
    return holder;
  }

  private forget(isMeant: (holder: UserPrincipal | GuestSessionPrincipal, id: string) => boolean, ids?: readonly string[]): void {
    this.epoch += 1;
    for (const id of ids ?? [...this.cache.keys()]) {
      const holder = this.cache.peek(id);
      if (holder !== undefined && isMeant(holder, id)) this.cache.delete(id);
    }
  }

  private touch(userId: string, deviceId: string): void {
    if (this.touched.has(deviceId)) return;
    this.touched.set(deviceId, true);
    this.devices.touch(userId, deviceId).catch((error: unknown) => this.logger.warn({ err: error }, 'the last visit could not be noted'));
  }
}
