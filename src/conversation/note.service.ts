import { Injectable } from '@nestjs/common';
import type { Note } from '../../libs/contracts/conversation.js';
import type { PageQuery } from '../../libs/contracts/primitives.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { Page } from '../platform/http/answers.js';
import { NoteRepository } from './note.repository.js';

/** A counselor's notes about a session, under the key of the person whom they are about. */
@Injectable()
export class NoteService {
  constructor(
    private readonly repository: NoteRepository,
    private readonly cipher: FieldCipher,
  ) {}

  async add({ sessionId, personId }: SessionRef, authorId: string, text: string): Promise<Note> {
    const id = uuidv7();
    const sealed = await this.cipher.seal(personId, textRef(id), text);
    const createdAt = await this.repository.add({ id, sessionId, personId, authorId, text: sealed });
    return { id, sessionId, authorId, text, createdAt: createdAt.toISOString() };
  }

  /** Oldest first. */
  async list(sessionId: string, { limit, offset }: PageQuery): Promise<Page<Note>> {
    const [rows, total] = await Promise.all([this.repository.findPage(sessionId, limit, offset), this.repository.countOf(sessionId)]);
    const texts = await this.cipher.openManyTexts(rows.map(({ id, text_sealed: envelope }) => ({ ref: textRef(id), envelope })));
    const notes = rows.map((row, index): Note => ({
      id: row.id,
      sessionId,
      authorId: row.author_id,
      text: texts[index] ?? '',
      createdAt: row.created_at.toISOString(),
    }));
    return new Page(notes, { total, limit, offset });
  }
}

const textRef = (rowId: string) => ({ table: 'counselor_notes', column: 'text_sealed', rowId });
