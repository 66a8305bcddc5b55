import type { Sql } from './migration.js';

/* Mail that waits to be sent, what was asked for by people who forgot their password, and a way to lift all locks of an account. */

const TABLES = `
-- Part of the keys that failed log-ins are counted under: raising it forgets all of an account's counts and locks, on every instance.
ALTER TABLE users ADD COLUMN lock_epoch integer NOT NULL DEFAULT 0;

-- Somebody asked for a new password. Written for every address, known or not, so that asking takes the same; answered by a job.
CREATE TABLE password_reset_requests (
  id uuid PRIMARY KEY,
  email_lookup bytea NOT NULL,
  language text NOT NULL CHECK (language IN ('ko', 'en')),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX password_reset_requests_age ON password_reset_requests (created_at);

-- Gone when it was sent. next_attempt_at is also the lease of whoever is sending it.
CREATE TABLE mail_outbox (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
  content_sealed bytea NOT NULL,
  attempts smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX mail_outbox_due ON mail_outbox (next_attempt_at);
CREATE INDEX mail_outbox_person ON mail_outbox (person_id);
`;

export async function up(sql: Sql): Promise<void> {
  await sql(TABLES);
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE mail_outbox, password_reset_requests');
  await sql('ALTER TABLE users DROP COLUMN lock_epoch');
}
