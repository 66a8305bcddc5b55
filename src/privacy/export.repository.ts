import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export interface ExportRow {
  id: string;
  person_id: string;
  status: 'pending' | 'ready' | 'failed';
  size_bytes: number | null;
  created_at: Date;
}

const COLUMNS = 'id, person_id, status, size_bytes, created_at';
/** Who has not renewed it for so long is dead. */
const LEASE = "interval '60 seconds'";

@Injectable()
export class ExportRepository {
  constructor(private readonly db: Db) {}

  /** False when the person has one under way already. */
  async add(id: string, personId: string, tx: Transaction): Promise<boolean> {
    await this.db.query('SELECT 1 FROM persons WHERE id = $1 FOR UPDATE', [personId], tx);
    const added = await this.db.execute(
      `INSERT INTO exports (id, person_id) SELECT $1, $2
         WHERE NOT EXISTS (SELECT 1 FROM exports WHERE person_id = $2 AND status = 'pending')`,
      [id, personId],
      tx,
    );
    return added > 0;
  }

  async find(id: string, personId: string): Promise<ExportRow | null> {
    const rows = await this.db.query<ExportRow>(`SELECT ${COLUMNS} FROM exports WHERE id = $1 AND person_id = $2`, [id, personId]);
    return rows[0] ?? null;
  }

  async findPending(personId: string): Promise<ExportRow | null> {
    const rows = await this.db.query<ExportRow>(`SELECT ${COLUMNS} FROM exports WHERE person_id = $1 AND status = 'pending'`, [personId]);
    return rows[0] ?? null;
  }

  /** The oldest that nobody works on. */
  async claim(): Promise<(ExportRow & { attempts: number }) | null> {
    const rows = await this.db.query<ExportRow & { attempts: number }>(
      `UPDATE exports SET claimed_at = now(), attempts = attempts + 1 WHERE id IN
         (SELECT id FROM exports WHERE status = 'pending' AND (claimed_at IS NULL OR claimed_at < now() - ${LEASE})
          ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}, attempts`,
    );
    return rows[0] ?? null;
  }

  async clear(id: string): Promise<void> {
    await this.db.query('DELETE FROM export_pieces WHERE export_id = $1', [id]);
  }

  /** Also renews the claim. */
  async addPiece(id: string, seq: number, sealed: Buffer): Promise<void> {
    await this.db.query('INSERT INTO export_pieces (export_id, seq, piece_sealed) VALUES ($1, $2, $3)', [id, seq, sealed]);
    await this.db.query('UPDATE exports SET claimed_at = now() WHERE id = $1', [id]);
  }

  async findPiece(id: string, seq: number): Promise<Buffer | null> {
    const rows = await this.db.query<{ piece_sealed: Buffer }>('SELECT piece_sealed FROM export_pieces WHERE export_id = $1 AND seq = $2', [id, seq]);
    return rows[0]?.piece_sealed ?? null;
  }

  async finish(id: string, sizeBytes: number): Promise<void> {
    await this.db.query("UPDATE exports SET status = 'ready', size_bytes = $2, ready_at = now() WHERE id = $1", [id, sizeBytes]);
  }

  async fail(id: string): Promise<void> {
    await this.db.query("UPDATE exports SET status = 'failed' WHERE id = $1", [id]);
  }

  purge(before: Date, limit: number): Promise<number> {
    return this.db.execute('DELETE FROM exports WHERE id IN (SELECT id FROM exports WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)', [before, limit]);
  }
}
