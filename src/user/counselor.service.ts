import { Injectable } from '@nestjs/common';
import type { Counselor } from '../../libs/contracts/session.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { UserRepository } from './user.repository.js';

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

  canBeChosen(id: string): Promise<boolean> {
    return this.repository.isCounselor(id);
  }
}
