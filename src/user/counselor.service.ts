import { Injectable } from '@nestjs/common';
import type { Counselor } from '../../libs/contracts/session.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { AppError } from '../platform/errors/app-error.js';
import { currentContext } from '../platform/http/request-context.js';
import { UserRepository } from './user.repository.js';

const UNKNOWN = { ko: '선택할 수 없는 상담사입니다.', en: 'is no counselor who can be chosen' } as const;

/** The counselors that a person can choose from. */
@Injectable()
export class CounselorService {
  constructor(
    private readonly repository: UserRepository,
    private readonly cipher: FieldCipher,
  ) {}

  /** The AI counselor first: it is always there. */
  async list(): Promise<Counselor[]> {
    const rows = await this.repository.findCounselors();
    const names = await this.cipher.openManyTexts(
      rows.map((row) => ({ ref: { table: 'users', column: 'username_sealed', rowId: row.id }, envelope: row.username_sealed })),
    );
    const people = rows.map((row, index): Counselor => {
      const languages = row.languages.filter((language) => language === 'ko' || language === 'en');
      return { id: row.id, username: names[index] ?? '', languages, online: row.is_online };
    });
    return [{ id: 'ai', username: 'AI', languages: ['ko', 'en'], online: true }, ...people];
  }

  /** @throws AppError VALIDATION_ERROR for the body's `counselorId` when it is nobody who can be chosen */
  async requireChoosable(id: string): Promise<void> {
    if (await this.repository.isCounselor(id)) return;
    const message = UNKNOWN[currentContext()?.language ?? 'ko'];
    throw new AppError('VALIDATION_ERROR', { details: [{ path: 'body.counselorId', message }] });
  }
}
