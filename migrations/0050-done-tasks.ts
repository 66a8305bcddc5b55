import { letReaderSee } from './grants.js';
import type { Sql } from './migration.js';

/* Which of the small tasks that came with a finding a person has done, and when. What the task is stays sealed in the finding. */

const TABLES = `
CREATE TABLE done_tasks (
  finding_id uuid NOT NULL REFERENCES findings ON DELETE CASCADE,
  -- Its place among the finding's tasks.
  task smallint NOT NULL CHECK (task BETWEEN 0 AND 9),
  done_at timestamptz NOT NULL DEFAULT now(),
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  PRIMARY KEY (finding_id, task),
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX done_tasks_session ON done_tasks (session_id);
CREATE INDEX done_tasks_person ON done_tasks (person_id, done_at);
`;

export async function up(sql: Sql): Promise<void> {
  await sql(TABLES);
  await letReaderSee(sql, 'done_tasks');
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE done_tasks');
}
