import { letReaderSee, makeInsertOnly } from './grants.js';
import type { Sql } from './migration.js';

/* Danger: the state a session is in, the alerts that somebody must answer, and every step of the answer. */

const TABLES = `
CREATE TABLE crisis_states (
  session_id uuid PRIMARY KEY,
  person_id uuid NOT NULL,
  is_active boolean NOT NULL,
  level text CHECK (level IN ('concern', 'high', 'imminent')),
  state_sealed bytea NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE CASCADE,
  CHECK (NOT is_active OR level IS NOT NULL)
);
CREATE INDEX crisis_states_active ON crisis_states (session_id) WHERE is_active;

CREATE TABLE crisis_alerts (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
  -- Null for a questionnaire that was answered outside of a session.
  session_id uuid,
  level text NOT NULL CHECK (level IN ('concern', 'high', 'imminent')),
  source text NOT NULL CHECK (source IN ('message', 'transcript', 'survey')),
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Rounds of telling so far, and when the next is due unless somebody has answered.
  rounds integer NOT NULL DEFAULT 0 CHECK (rounds >= 0),
  next_round_at timestamptz NOT NULL DEFAULT now(),
  acknowledged_at timestamptz,
  acknowledged_by uuid REFERENCES users ON DELETE SET NULL,
  closed_at timestamptz,
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX crisis_alerts_due ON crisis_alerts (next_round_at) WHERE acknowledged_at IS NULL AND closed_at IS NULL;
CREATE INDEX crisis_alerts_session ON crisis_alerts (session_id, created_at);
CREATE INDEX crisis_alerts_person ON crisis_alerts (person_id, created_at);
CREATE INDEX crisis_alerts_acknowledged ON crisis_alerts (acknowledged_by) WHERE acknowledged_by IS NOT NULL;

CREATE TABLE crisis_steps (
  id uuid PRIMARY KEY,
  alert_id uuid NOT NULL REFERENCES crisis_alerts ON DELETE CASCADE,
  step text NOT NULL CHECK (length(step) BETWEEN 1 AND 64),
  channel text CHECK (length(channel) BETWEEN 1 AND 32),
  actor_id uuid,
  level text CHECK (level IN ('concern', 'high', 'imminent')),
  evidence_sealed bytea,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX crisis_steps_alert ON crisis_steps (alert_id, at, id);

-- The human counselor who looks after a session of the AI one: he reads it, and speaks in it while he is there.
DO $$ DECLARE name text; BEGIN
  SELECT conname INTO STRICT name FROM pg_constraint WHERE conrelid = 'sessions'::regclass AND contype = 'c'
    AND pg_get_constraintdef(oid) LIKE '%counselor_kind%counselor_id IS NULL%';
  EXECUTE format('ALTER TABLE sessions DROP CONSTRAINT %I', name);
END $$;
`;

export async function up(sql: Sql): Promise<void> {
  await sql(TABLES);
  await letReaderSee(sql, 'crisis_alerts');
  await letReaderSee(sql, 'crisis_states', ['session_id', 'person_id', 'is_active', 'level', 'updated_at']);
  await makeInsertOnly(sql, 'crisis_steps', { deletable: true });
}

export async function down(sql: Sql): Promise<void> {
  await sql(`UPDATE sessions SET counselor_id = NULL WHERE counselor_kind = 'ai';
    ALTER TABLE sessions ADD CHECK (counselor_kind = 'human' OR counselor_id IS NULL);
    DROP TABLE crisis_steps, crisis_alerts, crisis_states`);
}
