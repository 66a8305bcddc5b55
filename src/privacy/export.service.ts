import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { Export } from '../../libs/contracts/user.js';
import { AuditTrail } from '../audit/audit-trail.service.js';
import { CredentialService } from '../auth/credential.service.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import { AppConfig } from '../platform/config/app-config.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { Transactions } from '../platform/database/transactions.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { AppError } from '../platform/errors/app-error.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { Purges } from '../platform/jobs/purges.js';
import { Logger } from '../platform/logging/logger.js';
import { Archives } from './archive.service.js';
import { ExportRepository, type ExportRow } from './export.repository.js';

const LOOK_MS = 5_000;
const PIECE_BYTES = 1_048_576;
const MAX_ATTEMPTS = 3;
const DAY_MS = 86_400_000;

const pieceRef = (exportId: string, seq: number) => ({ table: 'export_pieces', column: 'piece_sealed', rowId: `${exportId}:${seq}` });

/** Copies of what is held about a person: made by whichever instance is free, sealed under the person's key, kept for some days. */
@Injectable()
export class ExportService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private working: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    private readonly repository: ExportRepository,
    private readonly archives: Archives,
    private readonly credentials: CredentialService,
    private readonly cipher: FieldCipher,
    private readonly transactions: Transactions,
    private readonly trail: AuditTrail,
    private readonly config: AppConfig,
    private readonly logger: Logger,
    purges: Purges,
  ) {
    purges.register('exports', (limit) => repository.purge(new Date(Date.now() - config.retention.exportsDays * DAY_MS), limit));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.work(), LOOK_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.working;
  }

  /** One at a time: whoever asks again gets the one under way. @throws AppError INVALID_CREDENTIALS */
  async request(account: UserPrincipal, password: string, context: RequestContext): Promise<Export> {
    await this.credentials.confirm(account.userId, { password }, context);
    const id = uuidv7();
    await this.transactions.run(async (tx) => {
      const isNew = await this.repository.add(id, account.userId, tx);
      if (isNew) await this.trail.record({ action: 'data.exported', personId: account.userId, what: `export ${id}` }, tx);
    });
    this.work();
    const row = (await this.repository.find(id, account.userId)) ?? (await this.repository.findPending(account.userId));
    // The one under way was finished in this moment.
    if (row === null) throw new AppError('CONFLICT');
    return this.view(row);
  }

  async read(account: UserPrincipal, id: string): Promise<Export> {
    return this.view(await this.find(account, id));
  }

  /** @throws AppError INVALID_STATE until it is ready, NOT_FOUND when its time is over */
  async download(account: UserPrincipal, id: string): Promise<{ stream: Readable; sizeBytes: number }> {
    const row = await this.find(account, id);
    if (this.isOver(row)) throw new AppError('NOT_FOUND');
    if (row.status !== 'ready' || row.size_bytes === null) throw new AppError('INVALID_STATE');
    return { stream: Readable.from(this.pieces(id), { objectMode: false }), sizeBytes: row.size_bytes };
  }

  private async *pieces(id: string): AsyncGenerator<Buffer> {
    for (let seq = 0; ; seq += 1) {
      const sealed = await this.repository.findPiece(id, seq);
      if (sealed === null) return;
      yield await this.cipher.open(pieceRef(id, seq), sealed);
    }
  }

  private async find({ userId }: UserPrincipal, id: string): Promise<ExportRow> {
    const row = await this.repository.find(id, userId);
    if (row === null) throw new AppError('NOT_FOUND');
    return row;
  }

  private view(row: ExportRow): Export {
    const { id, status, size_bytes: sizeBytes, created_at: createdAt } = row;
    const isOver = this.isOver(row);
    const isReady = status === 'ready' && !isOver;
    return {
      id,
      status: isOver ? 'expired' : status,
      createdAt: createdAt.toISOString(),
      expiresAt: new Date(this.endOf(row)).toISOString(),
      sizeBytes: isReady ? sizeBytes : null,
      downloadUrl: isReady ? `/user/export/${id}/download` : null,
    };
  }

  private endOf({ created_at: createdAt }: ExportRow): number {
    return createdAt.getTime() + this.config.retention.exportsDays * DAY_MS;
  }

  private isOver(row: ExportRow): boolean {
    return Date.now() >= this.endOf(row);
  }

  /** Makes what waits, one after the other. */
  private work(): void {
    if (this.isStopping) return;
    this.working ??= this.makeAll()
      .catch((error: unknown) => this.logger.error({ err: error }, 'waiting exports could not be read'))
      .finally(() => {
        this.working = null;
      });
  }

  private async makeAll(): Promise<void> {
    for (;;) {
      const row = this.isStopping ? null : await this.repository.claim();
      if (row === null) return;
      try {
        await this.make(row);
      } catch (error) {
        this.logger.error({ err: error, exportId: row.id, attempts: row.attempts }, 'an export could not be made');
        if (row.attempts >= MAX_ATTEMPTS) await this.repository.fail(row.id);
      }
    }
  }

  private async make({ id, person_id: personId }: ExportRow): Promise<void> {
    await this.repository.clear(id);
    let waiting: Buffer[] = [];
    let waitingBytes = 0;
    let size = 0;
    let seq = 0;
    const store = async () => {
      const sealed = await this.cipher.seal(personId, pieceRef(id, seq), Buffer.concat(waiting));
      await this.repository.addPiece(id, seq, sealed);
      seq += 1;
      waiting = [];
      waitingBytes = 0;
    };
    for await (const chunk of this.archives.make(personId, new Date()) as AsyncIterable<Buffer>) {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      size += chunk.length;
      if (waitingBytes >= PIECE_BYTES) await store();
    }
    if (waitingBytes > 0) await store();
    await this.repository.finish(id, size);
  }
}
