import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { Message } from '../../libs/contracts/conversation.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { AppError } from '../platform/errors/app-error.js';
import { Page } from '../platform/http/answers.js';
import { aiNotice } from './ai-notice.js';
import { type MessageRow, MessageRepository, type StoredRole } from './message.repository.js';

const ROLES = { person: 'user', counselor: 'counselor', ai: 'ai' } as const;

export interface MessageDraft {
  readonly sessionId: string;
  readonly language: 'ko' | 'en';
  readonly role: StoredRole;
  readonly authorId: string | null;
  readonly text: string;
}

/** What was written in a session, sealed and in order. */
@Injectable()
export class MessageLog {
  constructor(
    private readonly repository: MessageRepository,
    private readonly cipher: FieldCipher,
  ) {}

  /**
   * Adds a message and holds the session until the transaction ends.
   * @throws AppError INVALID_STATE when the session is not active (for a reply of the AI: when it has ended)
   */
  async add({ sessionId, language, role, authorId, text }: MessageDraft, tx: Transaction): Promise<{ message: Message; personId: string }> {
    const place = await (role === 'ai' ? this.repository.countOnOpen(sessionId, tx) : this.repository.countOnActive(sessionId, tx));
    if (place === null) throw new AppError('INVALID_STATE');
    const { seq, personId } = place;
    const id = uuidv7();
    const sealed = await this.cipher.seal(personId, textRef(id), text, tx);
    const createdAt = await this.repository.add({ id, sessionId, personId, seq, role, authorId, text: sealed }, tx);
    return { message: toMessage({ id, session_id: sessionId, role, created_at: createdAt }, text, language), personId };
  }

  async page(sessionId: string, language: 'ko' | 'en', { limit, offset }: { limit: number; offset: number }): Promise<Page<Message>> {
    const [rows, total] = await Promise.all([this.repository.findPage(sessionId, limit, offset), this.repository.countOf(sessionId)]);
    return new Page(await this.open(rows, language), { total, limit, offset });
  }

  /** The newest messages, in the order of the conversation. */
  async newest(sessionId: string, language: 'ko' | 'en', limit: number): Promise<Message[]> {
    return this.open(await this.repository.findNewest(sessionId, limit), language);
  }

  async find(id: string, language: 'ko' | 'en'): Promise<Message | null> {
    const row = await this.repository.findById(id);
    return row === null ? null : ((await this.open([row], language))[0] ?? null);
  }

  private async open(rows: readonly MessageRow[], language: 'ko' | 'en'): Promise<Message[]> {
    const texts = await this.cipher.openManyTexts(rows.map(({ id, text_sealed: envelope }) => ({ ref: textRef(id), envelope })));
    return rows.map((row, index) => toMessage(row, texts[index] ?? '', language));
  }
}

const textRef = (rowId: string) => ({ table: 'messages', column: 'text_sealed', rowId });

const toMessage = (row: Omit<MessageRow, 'text_sealed'>, text: string, language: 'ko' | 'en'): Message => ({
  id: row.id,
  sessionId: row.session_id,
  role: ROLES[row.role],
  text,
  createdAt: row.created_at.toISOString(),
  ...(row.role === 'ai' ? { notice: aiNotice(language) } : {}),
});
