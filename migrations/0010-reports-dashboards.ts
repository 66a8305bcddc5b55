import { letReaderSee } from './grants.js';
import type { Sql } from './migration.js';

/*
 * What is derived from sessions: files made from a report, and the affect of weeks for the person's dashboard.
 *
 * session_affect holds one sealed row a session. affect_weeks is the sum over the sessions that began in seven UTC days, by quarters
 * of an hour, so that a dashboard of half a year opens some 27 rows, however many sessions there were. A trigger empties a week
 * whenever one of its sessions comes, changes, goes or changes hands; an empty week is summed again by the next who needs it. So a
 * deleted session is out of its week in the same transaction, whoever deletes it.
 */

const REPORTS = `
-- Something that the report may show has changed since it was made.
ALTER TABLE reports ADD COLUMN is_stale boolean NOT NULL DEFAULT false;

-- A file made from a report; one whose etag is another than the report's is out of date.
CREATE TABLE report_files (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('pdf')),
  etag text NOT NULL CHECK (length(etag) BETWEEN 1 AND 128),
  content_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT report_files_unique UNIQUE (session_id, kind)
);
`;

const AFFECT = `
CREATE TABLE session_affect (
  session_id uuid PRIMARY KEY,
  person_id uuid NOT NULL,
  -- The first of the seven UTC days in which the session began.
  week date NOT NULL,
  content_sealed bytea NOT NULL,
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX session_affect_week ON session_affect (person_id, week);

CREATE TABLE affect_weeks (
  person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
  week date NOT NULL,
  sessions integer NOT NULL CHECK (sessions >= 0),
  -- Grows with every change of the week's sessions: who summed an older state does not store it.
  version integer NOT NULL DEFAULT 0,
  content_sealed bytea,
  PRIMARY KEY (person_id, week)
);

CREATE FUNCTION empty_affect_week() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE affect_weeks SET content_sealed = NULL, version = version + 1, sessions = sessions - 1
      WHERE person_id = OLD.person_id AND week = OLD.week;
    DELETE FROM affect_weeks WHERE person_id = OLD.person_id AND week = OLD.week AND sessions = 0;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO affect_weeks (person_id, week, sessions) VALUES (NEW.person_id, NEW.week, 1)
      ON CONFLICT (person_id, week) DO UPDATE
        SET content_sealed = NULL, version = affect_weeks.version + 1, sessions = affect_weeks.sessions + 1;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER session_affect_week AFTER INSERT OR UPDATE OR DELETE ON session_affect
  FOR EACH ROW EXECUTE FUNCTION empty_affect_week();
`;

export async function up(sql: Sql): Promise<void> {
  await sql(REPORTS);
  await sql(AFFECT);
  for (const table of ['session_affect', 'affect_weeks']) await letReaderSee(sql, table);
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE affect_weeks, session_affect, report_files');
  await sql('DROP FUNCTION empty_affect_week()');
  await sql('ALTER TABLE reports DROP COLUMN is_stale');
}
