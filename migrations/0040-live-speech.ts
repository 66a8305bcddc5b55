import { letReaderSee, makeInsertOnly } from './grants.js';
import type { Sql } from './migration.js';

/* Live audio on its way to becoming text. */

const SESSION_KEY = `
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE CASCADE`;

const TABLES = `
-- What was said and is not transcribed yet. A row goes with the commit of its words, or with the end of its session.
CREATE TABLE utterances (
  id uuid PRIMARY KEY,
  ts_start timestamptz NOT NULL,
  ts_end timestamptz NOT NULL CHECK (ts_end >= ts_start),
  -- 16 kHz mono, signed 16 bits.
  audio_sealed bytea NOT NULL,
  attempts smallint NOT NULL DEFAULT 0,
  -- Not to be tried before.
  due_at timestamptz NOT NULL DEFAULT now(),
  -- Who works on it; null until somebody begins.
  worker uuid,
  -- Renewed while somebody works on it.
  claimed_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  ${SESSION_KEY}
);
-- Sealed bytes cannot be compressed.
ALTER TABLE utterances ALTER COLUMN audio_sealed SET STORAGE EXTERNAL;
CREATE INDEX utterances_session ON utterances (session_id, ts_start, id);
CREATE INDEX utterances_person ON utterances (person_id);
CREATE INDEX utterances_claimed ON utterances (claimed_at);

-- Sessions whose live audio an instance takes: when the instance dies, what it had acknowledged and not yet put into utterances is known.
CREATE TABLE live_listeners (
  worker uuid NOT NULL,
  -- Up to here everything is in utterances, or was no speech.
  settled_to timestamptz NOT NULL,
  -- Nothing after this was acknowledged.
  heard_to timestamptz NOT NULL,
  renewed_at timestamptz NOT NULL DEFAULT now(),
  ${SESSION_KEY},
  PRIMARY KEY (session_id, worker)
);
CREATE INDEX live_listeners_renewed ON live_listeners (renewed_at);

-- Live audio that will never be text.
CREATE TABLE transcript_gaps (
  id uuid PRIMARY KEY,
  ts_start timestamptz NOT NULL,
  ts_end timestamptz NOT NULL CHECK (ts_end >= ts_start),
  reason text NOT NULL CHECK (reason IN ('provider', 'restart', 'ended')),
  created_at timestamptz NOT NULL DEFAULT now(),
  ${SESSION_KEY}
);
CREATE INDEX transcript_gaps_session ON transcript_gaps (session_id, ts_start, id);
`;

export async function up(sql: Sql): Promise<void> {
  await sql(TABLES);
  await letReaderSee(sql, 'transcript_gaps');
  await makeInsertOnly(sql, 'transcript_gaps', { deletable: true });
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE transcript_gaps, live_listeners, utterances');
}
