import { letReaderSee, makeInsertOnly } from './grants.js';
import type { Sql } from './migration.js';

/* What a conversation needs beside its messages: the AI counselor's replies and what they cost, the counselor's notes, and what people were told. */

const SESSION_KEY = `
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  FOREIGN KEY (session_id, person_id) REFERENCES sessions (id, person_id) ON UPDATE CASCADE ON DELETE CASCADE`;

const TABLES = `
-- One row for each message that the AI counselor answers: so that a repeated request gets the same reply, and budgets can be added up.
CREATE TABLE replies (
  -- The person's message.
  message_id uuid PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'done', 'aborted', 'failed')),
  reply_message_id uuid REFERENCES messages ON DELETE SET NULL,
  -- What the conversation was told about danger when the message came; null for nothing.
  crisis_level text CHECK (crisis_level IN ('concern', 'high', 'imminent')),
  -- Who works on it; null until somebody begins.
  worker uuid,
  provider text CHECK (length(provider) <= 32),
  input_tokens integer NOT NULL DEFAULT 0 CHECK (input_tokens >= 0),
  output_tokens integer NOT NULL DEFAULT 0 CHECK (output_tokens >= 0),
  -- Millionths of a US dollar.
  cost_micros bigint NOT NULL DEFAULT 0 CHECK (cost_micros >= 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Renewed while somebody works on it.
  claimed_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  ${SESSION_KEY}
);
CREATE INDEX replies_session ON replies (session_id, created_at);
CREATE INDEX replies_person ON replies (person_id, created_at);
CREATE INDEX replies_reply ON replies (reply_message_id) WHERE reply_message_id IS NOT NULL;

CREATE TABLE counselor_notes (
  id uuid PRIMARY KEY,
  author_id uuid REFERENCES users ON DELETE SET NULL,
  text_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  ${SESSION_KEY}
);
CREATE INDEX counselor_notes_session ON counselor_notes (session_id, created_at, id);
CREATE INDEX counselor_notes_author ON counselor_notes (author_id) WHERE author_id IS NOT NULL;

-- That the person was told that an AI answers, and that expression is read.
CREATE TABLE told_notices (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('ai', 'expression')),
  occasion text NOT NULL CHECK (occasion IN ('start', 'repeat')),
  language text NOT NULL CHECK (language IN ('ko', 'en')),
  told_at timestamptz NOT NULL DEFAULT now(),
  ${SESSION_KEY}
);
CREATE INDEX told_notices_session ON told_notices (session_id, told_at DESC);
`;

export async function up(sql: Sql): Promise<void> {
  await sql(TABLES);
  for (const table of ['replies', 'told_notices']) await letReaderSee(sql, table);
  await makeInsertOnly(sql, 'told_notices', { deletable: true });
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE told_notices, counselor_notes, replies');
}
