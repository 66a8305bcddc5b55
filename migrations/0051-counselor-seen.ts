import type { Sql } from './migration.js';

/* When a counselor who is in a session was last there: one who vanished must not keep the AI counselor silent. */

export async function up(sql: Sql): Promise<void> {
  await sql(`ALTER TABLE session_participants ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now();
    CREATE INDEX session_participants_seen ON session_participants (seen_at) WHERE left_at IS NULL`);
}

export async function down(sql: Sql): Promise<void> {
  await sql('ALTER TABLE session_participants DROP COLUMN seen_at');
}
