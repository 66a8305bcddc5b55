import { letReaderSee } from './grants.js';
import type { Sql } from './migration.js';

/*
 * What is derived from sessions: files made from a report, and the affect of days for the person's dashboard.
 *
 * session_affect holds one sealed row a session. affect_days is the sum over the sessions that began on a UTC day, so that a
 * dashboard opens as many rows as there are days, however many sessions there were. A trigger empties a day whenever one of its
 * sessions comes, changes, goes or changes hands; an empty day is summed again by the next who needs it. So a deleted session is
 * out of its day in the same transaction, whoever deletes it.
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
  -- The UTC day of the session's start.
  day date NOT NULL,
  content_sealed bytea NOT NULL,
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX session_affect_day ON session_affect (person_id, day);

CREATE TABLE affect_days (
  person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
  day date NOT NULL,
  sessions integer NOT NULL CHECK (sessions >= 0),
  -- Grows with every change of the day's sessions: who summed an older state does not store it.
  version integer NOT NULL DEFAULT 0,
  content_sealed bytea,
  PRIMARY KEY (person_id, day)
);

CREATE FUNCTION empty_affect_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE affect_days SET content_sealed = NULL, version = version + 1, sessions = sessions - 1
      WHERE person_id = OLD.person_id AND day = OLD.day;
    DELETE FROM affect_days WHERE person_id = OLD.person_id AND day = OLD.day AND sessions = 0;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO affect_days (person_id, day, sessions) VALUES (NEW.person_id, NEW.day, 1)
      ON CONFLICT (person_id, day) DO UPDATE
        SET content_sealed = NULL, version = affect_days.version + 1, sessions = affect_days.sessions + 1;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER session_affect_day AFTER INSERT OR UPDATE OR DELETE ON session_affect
  FOR EACH ROW EXECUTE FUNCTION empty_affect_day();
`;

export async function up(sql: Sql): Promise<void> {
  await sql(REPORTS);
  await sql(AFFECT);
  for (const table of ['session_affect', 'affect_days']) await letReaderSee(sql, table);
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE affect_days, session_affect, report_files');
  await sql('DROP FUNCTION empty_affect_day()');
  await sql('ALTER TABLE reports DROP COLUMN is_stale');
}
