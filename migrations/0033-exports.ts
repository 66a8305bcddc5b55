import type { Sql } from './migration.js';

/* Copies of everything held about a person, made for that person: sealed in pieces under their key, gone with them. */

const TABLES = `
CREATE TABLE exports (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'ready', 'failed')),
  size_bytes bigint CHECK (size_bytes >= 0),
  attempts smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- The lease of whoever makes it; null until somebody begins.
  claimed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  ready_at timestamptz
);
CREATE INDEX exports_person ON exports (person_id, created_at DESC);
CREATE INDEX exports_pending ON exports (created_at) WHERE status = 'pending';
CREATE INDEX exports_age ON exports (created_at);

CREATE TABLE export_pieces (
  export_id uuid NOT NULL REFERENCES exports ON DELETE CASCADE,
  seq integer NOT NULL CHECK (seq >= 0),
  piece_sealed bytea NOT NULL,
  PRIMARY KEY (export_id, seq)
);
-- Sealed bytes cannot be compressed.
ALTER TABLE export_pieces ALTER COLUMN piece_sealed SET STORAGE EXTERNAL;
`;

export async function up(sql: Sql): Promise<void> {
  await sql(TABLES);
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE export_pieces, exports');
}
