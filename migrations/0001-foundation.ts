import { createRoles, dropGrants, letReaderSee, makeInsertOnly } from './grants.js';
import type { Sql } from './migration.js';

/*
 * People, their keys and devices, and everything a session leaves.
 *
 * Columns named *_sealed are envelopes of platform/crypto (AES-256-GCM under the person's key); nothing that a person said,
 * showed or is called is stored in any other column. Deleting a row of `persons` deletes all that is theirs.
 *
 * Rows of a session refer to it by (session_id, person_id): the database itself refuses a row under another person's name, and
 * a guest's session that is claimed by an account takes all its rows along (ON UPDATE CASCADE).
 */

const PEOPLE = `
CREATE TABLE persons (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('account', 'guest')),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE data_keys (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
  master_key_id text NOT NULL CHECK (length(master_key_id) BETWEEN 1 AND 64),
  wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX data_keys_person ON data_keys (person_id, created_at DESC);
CREATE INDEX data_keys_master_key ON data_keys (master_key_id);

CREATE TABLE users (
  id uuid PRIMARY KEY REFERENCES persons ON DELETE CASCADE,
  email_lookup bytea NOT NULL CONSTRAINT users_email_unique UNIQUE,
  email_sealed bytea NOT NULL,
  username_sealed bytea NOT NULL,
  profile_image_sealed bytea,
  password_hash text NOT NULL,
  role text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'counselor', 'admin')),
  languages text[] NOT NULL DEFAULT '{}' CHECK (cardinality(languages) <= 10),
  blocked_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX users_counselors ON users (id) WHERE role = 'counselor' AND blocked_at IS NULL;

-- A signed-in device: the "device session" that access tokens name. Revoked ones are kept until they would have expired.
CREATE TABLE device_sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  user_agent_sealed bytea,
  ip_sealed bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX device_sessions_user ON device_sessions (user_id) WHERE revoked_at IS NULL;
CREATE INDEX device_sessions_expiry ON device_sessions (expires_at);
`;

const SESSIONS = `
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
  -- The account behind the person; null for a guest.
  user_id uuid REFERENCES users ON DELETE CASCADE,
  counselor_kind text NOT NULL CHECK (counselor_kind IN ('ai', 'human')),
  counselor_id uuid REFERENCES users ON DELETE SET NULL,
  -- The AI counselor's id as the client named it ("ai" or "ai_…").
  counselor_alias text CHECK (length(counselor_alias) BETWEEN 1 AND 64),
  language text NOT NULL CHECK (length(language) BETWEEN 2 AND 16),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'ended')),
  started_at timestamptz NOT NULL,
  paused_at timestamptz,
  -- The end of the last pause.
  resumed_at timestamptz,
  ended_at timestamptz,
  end_reason text CHECK (end_reason IN ('person', 'counselor', 'idle', 'expired', 'system')),
  paused_ms integer NOT NULL DEFAULT 0 CHECK (paused_ms >= 0),
  last_activity_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  claimed_at timestamptz,
  frame_count integer NOT NULL DEFAULT 0 CHECK (frame_count >= 0),
  voice_event_count integer NOT NULL DEFAULT 0 CHECK (voice_event_count >= 0),
  -- Readings of words in signals, so that a fold over them can tell whether it has them all.
  text_count integer NOT NULL DEFAULT 0 CHECK (text_count >= 0),
  -- Signals of all modalities that the stored timeline holds.
  folded_count integer NOT NULL DEFAULT 0 CHECK (folded_count >= 0),
  transcript_count integer NOT NULL DEFAULT 0 CHECK (transcript_count >= 0),
  message_count integer NOT NULL DEFAULT 0 CHECK (message_count >= 0),
  emotion_count integer NOT NULL DEFAULT 0 CHECK (emotion_count >= 0),
  -- Grows with every change of state, so that a late reader can tell old from new.
  version integer NOT NULL DEFAULT 0,
  CONSTRAINT sessions_owner_unique UNIQUE (id, person_id),
  CHECK (user_id IS NULL OR user_id = person_id),
  CHECK (counselor_kind = 'human' OR counselor_id IS NULL),
  CHECK (status <> 'paused' OR paused_at IS NOT NULL),
  CHECK ((status = 'ended') = (ended_at IS NOT NULL)),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX sessions_person ON sessions (person_id, started_at DESC, id DESC);
CREATE INDEX sessions_user ON sessions (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX sessions_counselor ON sessions (counselor_id, started_at DESC) WHERE counselor_id IS NOT NULL;
CREATE INDEX sessions_idle ON sessions (last_activity_at) WHERE status <> 'ended';
CREATE INDEX sessions_expiry ON sessions (expires_at) WHERE status <> 'ended';
CREATE INDEX sessions_retention ON sessions (ended_at) WHERE status = 'ended';

-- The assigned counselor's visits. The person is always part of their own session and has no row here.
CREATE TABLE session_participants (
  id uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  joined_at timestamptz NOT NULL,
  left_at timestamptz CHECK (left_at >= joined_at)
);
CREATE UNIQUE INDEX session_participants_present ON session_participants (session_id, user_id) WHERE left_at IS NULL;
CREATE INDEX session_participants_user ON session_participants (user_id);

-- A history: each row says what held from given_at on. With session_id it holds for that one session (guests).
CREATE TABLE consents (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES persons ON DELETE CASCADE,
  session_id uuid,
  camera boolean NOT NULL,
  microphone boolean NOT NULL,
  transcript boolean NOT NULL,
  third_party_ai boolean NOT NULL,
  research boolean NOT NULL,
  policy_version text NOT NULL CHECK (length(policy_version) BETWEEN 1 AND 64),
  given_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX consents_person ON consents (person_id, given_at DESC, id DESC);
CREATE INDEX consents_session ON consents (session_id, given_at DESC, id DESC) WHERE session_id IS NOT NULL;

-- One answer to one request, however often it is sent. Without response_status the first request is still running.
CREATE TABLE idempotency_keys (
  id uuid PRIMARY KEY,
  caller text NOT NULL CHECK (length(caller) BETWEEN 1 AND 128),
  scope text NOT NULL CHECK (length(scope) BETWEEN 1 AND 128),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  request_hash bytea NOT NULL,
  person_id uuid REFERENCES persons ON DELETE CASCADE,
  response_status smallint,
  response_sealed bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT idempotency_keys_unique UNIQUE (caller, scope, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
CREATE INDEX idempotency_keys_person ON idempotency_keys (person_id) WHERE person_id IS NOT NULL;
`;

const SESSION_KEY = `
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE CASCADE`;

const CONTENT = `
-- Measures as they arrived: one row a session, modality and flush. Face, voice activity and words in one table, because the
-- live timeline is a fold over all of them in order.
CREATE TABLE signals (
  id uuid PRIMARY KEY,
  modality text NOT NULL CHECK (modality IN ('face', 'voice', 'text')),
  ts_from timestamptz NOT NULL,
  ts_to timestamptz NOT NULL CHECK (ts_to >= ts_from),
  item_count integer NOT NULL CHECK (item_count > 0),
  payload_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  ${SESSION_KEY}
);
CREATE INDEX signals_session ON signals (session_id, ts_from, id);

CREATE TABLE transcripts (
  id uuid PRIMARY KEY,
  ts_start timestamptz NOT NULL,
  ts_end timestamptz NOT NULL CHECK (ts_end >= ts_start),
  speaker text NOT NULL CHECK (speaker IN ('person', 'counselor')),
  source text NOT NULL CHECK (source IN ('client', 'live', 'upload')),
  language text CHECK (length(language) BETWEEN 2 AND 16),
  confidence real CHECK (confidence BETWEEN 0 AND 1),
  low_confidence boolean NOT NULL DEFAULT false,
  text_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  ${SESSION_KEY}
);
CREATE INDEX transcripts_session ON transcripts (session_id, ts_start, id);
CREATE INDEX transcripts_retention ON transcripts (created_at);

-- Closed stretches of the timeline (10 s), so that reading an hour does not open an hour of signals.
CREATE TABLE emotion_blocks (
  block_start timestamptz NOT NULL,
  point_count smallint NOT NULL CHECK (point_count >= 0),
  points_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  ${SESSION_KEY},
  PRIMARY KEY (session_id, block_start)
);

CREATE TABLE messages (
  id uuid PRIMARY KEY,
  -- Order of the conversation, from 1.
  seq integer NOT NULL CHECK (seq > 0),
  role text NOT NULL CHECK (role IN ('person', 'counselor', 'ai', 'system')),
  author_id uuid REFERENCES users ON DELETE SET NULL,
  text_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  ${SESSION_KEY},
  CONSTRAINT messages_order_unique UNIQUE (session_id, seq)
);
CREATE INDEX messages_author ON messages (author_id) WHERE author_id IS NOT NULL;

CREATE TABLE reports (
  id uuid PRIMARY KEY,
  report_sealed bytea NOT NULL,
  summary_sealed bytea NOT NULL,
  etag text NOT NULL CHECK (length(etag) BETWEEN 1 AND 128),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  ${SESSION_KEY},
  CONSTRAINT reports_session_unique UNIQUE (session_id)
);

CREATE TABLE feedback (
  id uuid PRIMARY KEY,
  rating smallint NOT NULL CHECK (rating BETWEEN 1 AND 5),
  note_sealed bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  ${SESSION_KEY}
);
CREATE INDEX feedback_session ON feedback (session_id, created_at);
`;

const TABLES = [
  'feedback',
  'reports',
  'messages',
  'emotion_blocks',
  'transcripts',
  'signals',
  'idempotency_keys',
  'consents',
  'session_participants',
  'sessions',
  'device_sessions',
  'users',
  'data_keys',
  'persons',
] as const;

const READABLE = [
  'persons',
  'data_keys',
  'sessions',
  'session_participants',
  'consents',
  'signals',
  'transcripts',
  'emotion_blocks',
  'messages',
  'reports',
  'feedback',
] as const;

export async function up(sql: Sql): Promise<void> {
  await createRoles(sql);
  await sql(PEOPLE);
  await sql(SESSIONS);
  await sql(CONTENT);
  for (const table of READABLE) await letReaderSee(sql, table);
  await letReaderSee(sql, 'users', ['id', 'username_sealed', 'role', 'languages', 'blocked_at', 'created_at']);
  await makeInsertOnly(sql, 'signals', { deletable: true });
  await makeInsertOnly(sql, 'consents', { deletable: true });
}

export async function down(sql: Sql): Promise<void> {
  await sql(`DROP TABLE ${TABLES.join(', ')}`);
  await dropGrants(sql);
}
