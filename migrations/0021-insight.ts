import { letReaderSee } from './grants.js';
import type { Sql } from './migration.js';

/* Thinking patterns found in what was said or written. */

const TABLES = `
CREATE TABLE findings (
  id uuid PRIMARY KEY,
  ts timestamptz NOT NULL,
  -- Names of questions and tasks that came with it, so that none comes twice in a session; empty without an intervention.
  offered text[] NOT NULL DEFAULT '{}' CHECK (cardinality(offered) <= 20),
  insight_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX findings_session ON findings (session_id, ts, id);
`;

export async function up(sql: Sql): Promise<void> {
  await sql(TABLES);
  await letReaderSee(sql, 'findings');
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE findings');
}
