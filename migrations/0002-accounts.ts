import { makeInsertOnly } from './grants.js';
import type { Sql } from './migration.js';

/* What an account needs to withstand attack: rotating refresh tokens, a second factor, known devices, resets, and a record of events. */

const TABLES = `
ALTER TABLE users
  ADD COLUMN preferences_sealed bytea,
  -- Made by the command line: signs in with its one-time password and must set its own.
  ADD COLUMN one_time_password boolean NOT NULL DEFAULT false,
  ADD COLUMN password_changed_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN last_seen_at timestamptz,
  ADD COLUMN mfa_secret_sealed bytea,
  ADD COLUMN mfa_enabled_at timestamptz,
  -- The time step of the last code that was accepted: it and older ones are refused (RFC 6238 §5.2).
  ADD COLUMN mfa_last_step bigint,
  ADD CHECK (mfa_enabled_at IS NULL OR mfa_secret_sealed IS NOT NULL);

-- The refresh tokens of a device are one family. A row is a token that was given out; used_at is when it was exchanged for its child.
CREATE TABLE refresh_tokens (
  token_hash bytea PRIMARY KEY,
  device_id uuid NOT NULL REFERENCES device_sessions ON DELETE CASCADE,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX refresh_tokens_device ON refresh_tokens (device_id);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

CREATE TABLE recovery_codes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  used_at timestamptz
);
CREATE INDEX recovery_codes_user ON recovery_codes (user_id) WHERE used_at IS NULL;

-- Devices that signed in before: a stranger's guesses do not lock them out.
CREATE TABLE known_devices (
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX known_devices_user ON known_devices (user_id, last_used_at DESC);

CREATE TABLE password_resets (
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX password_resets_user ON password_resets (user_id);
CREATE INDEX password_resets_expiry ON password_resets (expires_at);

-- Log-ins, lock-outs and changes of an account, for its owner; the address and the browser are theirs and sealed.
CREATE TABLE security_events (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
  context_sealed bytea,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX security_events_user ON security_events (user_id, id DESC);
CREATE INDEX security_events_age ON security_events (created_at);
`;

export async function up(sql: Sql): Promise<void> {
  await sql(TABLES);
  await makeInsertOnly(sql, 'security_events', { deletable: true });
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE security_events, password_resets, known_devices, recovery_codes, refresh_tokens');
  await sql(`ALTER TABLE users DROP COLUMN preferences_sealed, DROP COLUMN one_time_password, DROP COLUMN password_changed_at,
    DROP COLUMN last_seen_at, DROP COLUMN mfa_secret_sealed, DROP COLUMN mfa_enabled_at, DROP COLUMN mfa_last_step`);
}
