import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

@Injectable()
export class ErasureRepository {
  constructor(private readonly db: Db) {}

  /** Sessions that are going on. */
  async findOpenSessions(personId: string, tx: Transaction): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>("SELECT id FROM sessions WHERE person_id = $1 AND status <> 'ended'", [personId], tx);
    return rows.map(({ id }) => id);
  }

  /** All that hangs on the person goes too: the foreign keys cascade. */
  async deletePerson(personId: string, tx: Transaction): Promise<boolean> {
    return (await this.db.execute('DELETE FROM persons WHERE id = $1', [personId], tx)) > 0;
  }

  /** Requests for a new password are for an address, whether it has an account or not. */
  async deleteResetRequests(emailLookup: Buffer, tx: Transaction): Promise<void> {
    await this.db.query('DELETE FROM password_reset_requests WHERE email_lookup = $1', [emailLookup], tx);
  }
}
