import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { Device } from '../../libs/contracts/auth.js';
import { AppConfig } from '../platform/config/app-config.js';
import { AccessTokens, type RefreshClaims } from '../platform/access/tokens/access-tokens.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { LookupHash } from '../platform/crypto/lookup-hash.js';
import { TokenHash } from '../platform/crypto/token-hash.js';
import { Transactions } from '../platform/database/transactions.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { AppError } from '../platform/errors/app-error.js';
import { Page } from '../platform/http/answers.js';
import { AccountState } from './account-state.service.js';
import { DeviceRepository } from './device.repository.js';
import { type Origin, SecurityEventService } from './security-event.service.js';

export interface DeviceTokens {
  readonly deviceId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** How long the parent of a refresh token still gives the same child: two tabs may refresh at the same time. */
const GRACE_MS = 10_000;
/** Signed-in devices of one account; the one that was not used for longest gives way. */
const MAX_DEVICES = 50;

/** Null: refused; what was written, such as the end of a family, is kept. */
type Refreshed = DeviceTokens | null;

const ref = (column: string, rowId: string) => ({ table: 'device_sessions', column, rowId });

/** Signed-in devices: each has one family of refresh tokens that follow each other. */
@Injectable()
export class DeviceService {
  constructor(
    private readonly repository: DeviceRepository,
    private readonly transactions: Transactions,
    private readonly tokens: AccessTokens,
    private readonly hashes: TokenHash,
    private readonly lookup: LookupHash,
    private readonly cipher: FieldCipher,
    private readonly state: AccountState,
    private readonly security: SecurityEventService,
    private readonly config: AppConfig,
  ) {}

  /** Signs a device in. */
  async open(userId: string, origin: Origin, tx: Transaction): Promise<DeviceTokens> {
    const id = uuidv7();
    const { userAgent, ip } = await this.sealOrigin(userId, id, origin, tx);
    const expiresAt = new Date(Date.now() + this.config.tokens.refreshTtlMs);
    await this.repository.create({ id, userId, userAgent, ip, expiresAt }, tx);
    await this.state.revoked(userId, await this.repository.revokeBeyond(userId, MAX_DEVICES, tx), tx);
    return this.issue(userId, id, new Date(), undefined, tx);
  }

  /**
   * Exchanges a refresh token for its child. Within 10 s the same token gives the same child; later it ends the family, and that
   * is committed although the answer is an error.
   * @throws AppError TOKEN_INVALID
   */
  async refresh(claims: RefreshClaims, origin: Origin): Promise<DeviceTokens> {
    const tokens = await this.transactions.run((tx) => this.exchange(claims, origin, tx));
    if (tokens === null) throw new AppError('TOKEN_INVALID');
    return tokens;
  }

  /** Signs out, with the commit, at every instance; gives the devices that were signed in. */
  async revoke(userId: string, scope: { deviceId: string } | 'all', tx: Transaction): Promise<readonly string[]> {
    const deviceIds = await this.repository.revoke(userId, scope, tx);
    await this.state.revoked(userId, deviceIds, tx);
    return deviceIds;
  }

  /** Where an account is signed in, the latest used first. */
  async list(userId: string, currentId: string): Promise<Page<Device>> {
    const rows = await this.repository.findAllOf(userId);
    const open = (column: string, rowId: string, sealed: Buffer | null) => (sealed === null ? null : this.cipher.openText(ref(column, rowId), sealed));
    const items = await Promise.all(
      rows.map(async (row): Promise<Device> => {
        const [userAgent, ip] = [await open('user_agent_sealed', row.id, row.user_agent_sealed), await open('ip_sealed', row.id, row.ip_sealed)];
        return {
          id: row.id,
          current: row.id === currentId,
          userAgent: userAgent === '' ? null : userAgent,
          ipAddress: ip === '' ? null : ip,
          createdAt: row.created_at.toISOString(),
          lastUsedAt: row.last_seen_at.toISOString(),
          expiresAt: row.expires_at.toISOString(),
        };
      }),
    );
    return new Page(items, { total: items.length, limit: MAX_DEVICES, offset: 0 });
  }

  private async exchange(claims: RefreshClaims, origin: Origin, tx: Transaction): Promise<Refreshed> {
    const { userId, deviceId, tokenId } = claims;
    if (!(await this.repository.lockLiving(deviceId, userId, tx))) return null;
    const hash = this.hashes.of(tokenId);
    const stored = await this.repository.findRefreshToken(hash, deviceId, tx);
    if (stored === null || stored.is_expired) return null;
    if (stored.used_at === null) {
      const now = new Date();
      await this.repository.markUsed(hash, now, tx);
      const { userAgent, ip } = await this.sealOrigin(userId, deviceId, origin, tx);
      await this.repository.setOrigin(deviceId, userAgent, ip, tx);
      return this.issue(userId, deviceId, now, this.childIdOf(tokenId), tx);
    }
    if (Date.now() - stored.used_at.getTime() > GRACE_MS) {
      await this.revoke(userId, { deviceId }, tx);
      await this.security.record(userId, 'token.reused', origin, tx);
      return null;
    }
    return this.sign(userId, deviceId, stored.used_at, this.childIdOf(tokenId));
  }

  private async sealOrigin(userId: string, deviceId: string, origin: Origin, tx: Transaction): Promise<{ userAgent: Buffer; ip: Buffer }> {
    const [userAgent, ip] = await Promise.all([
      this.cipher.seal(userId, ref('user_agent_sealed', deviceId), origin.userAgent, tx),
      this.cipher.seal(userId, ref('ip_sealed', deviceId), origin.ip, tx),
    ]);
    return { userAgent, ip };
  }

  private async issue(userId: string, deviceId: string, at: Date, tokenId: string | undefined, tx: Transaction): Promise<DeviceTokens> {
    const refresh = this.tokens.signRefresh({ userId, deviceId, issuedAtMs: at.getTime(), ...(tokenId === undefined ? {} : { tokenId }) });
    await this.repository.addRefreshToken(this.hashes.of(refresh.tokenId), deviceId, at, new Date(refresh.expiresAtMs), tx);
    return { deviceId, accessToken: this.tokens.signAccess({ userId, deviceId }).token, refreshToken: refresh.token };
  }

  private sign(userId: string, deviceId: string, issuedAt: Date, tokenId: string): DeviceTokens {
    const refresh = this.tokens.signRefresh({ userId, deviceId, issuedAtMs: issuedAt.getTime(), tokenId });
    return { deviceId, accessToken: this.tokens.signAccess({ userId, deviceId }).token, refreshToken: refresh.token };
  }

  /** A child's id follows from its parent's, so the same child can be given twice without being stored. */
  private childIdOf(parentTokenId: string): string {
    return this.lookup.of('refresh-child', parentTokenId).subarray(0, 16).toString('base64url');
  }
}
