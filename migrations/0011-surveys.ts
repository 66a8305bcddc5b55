import { makeInsertOnly } from './grants.js';
import type { Sql } from './migration.js';

/* Answers to questionnaires. What was answered, and what it scores, is the person's and sealed; a row is never changed. */

const SURVEYS = `
CREATE TABLE survey_responses (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
  instrument text NOT NULL CHECK (instrument IN ('intake', 'phq-9', 'gad-7', 'pss-4')),
  version text NOT NULL CHECK (length(version) BETWEEN 1 AND 32),
  -- The session in which it was answered, as long as that exists.
  session_id uuid,
  content_sealed bytea NOT NULL,
  answered_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE SET NULL (session_id)
);
CREATE INDEX survey_responses_person ON survey_responses (person_id, instrument, answered_at DESC, id DESC);
CREATE INDEX survey_responses_session ON survey_responses (session_id) WHERE session_id IS NOT NULL;
`;

export async function up(sql: Sql): Promise<void> {
  await sql(SURVEYS);
  await makeInsertOnly(sql, 'survey_responses', { deletable: true });
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE survey_responses');
}
