import { Injectable } from '@nestjs/common';
import { FeedbackAnswer, type FeedbackBody } from '../../libs/contracts/session.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { Transactions } from '../platform/database/transactions.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { type IdempotentRequest, IdempotencyService } from '../platform/idempotency/idempotency.service.js';
import { SessionRepository } from './session.repository.js';

@Injectable()
export class FeedbackService {
  constructor(
    private readonly repository: SessionRepository,
    private readonly transactions: Transactions,
    private readonly idempotency: IdempotencyService,
    private readonly cipher: FieldCipher,
  ) {}

  async add({ sessionId, personId }: SessionRef, { rating, note }: FeedbackBody, request: IdempotentRequest | null): Promise<FeedbackAnswer> {
    const { answer } = await this.transactions.run((tx) =>
      this.idempotency.once(request, FeedbackAnswer, tx, async () => {
        const id = uuidv7();
        const written = note ?? null;
        const ref = { table: 'feedback', column: 'note_sealed', rowId: id };
        const sealed = written === null ? null : await this.cipher.seal(personId, ref, written, tx);
        const createdAt = await this.repository.addFeedback({ id, sessionId, personId, rating, note: sealed }, tx);
        return { personId, answer: { feedbackId: id, sessionId, rating, note: written, submittedAt: createdAt.toISOString() } };
      }),
    );
    return answer;
  }
}
