type Row = Readonly<Record<string, unknown>>;

/** A table that holds something about people, and how it is read for one of them. */
export interface Holding {
  readonly table: string;
  /** Rows of a person: a condition on $1, their id. */
  readonly where: string;
  /** Columns that make a row's place in the order; unique together. */
  readonly order: readonly [string, ...string[]];
  /** What the envelopes of a row are bound to; its id when it is left out. */
  readonly rowId?: (row: Row) => string;
  /** Sealed columns that are not JSON: plain text, or bytes (given as base64). */
  readonly text?: readonly string[];
  readonly bytes?: readonly string[];
  /** Columns that are not given out: credentials, hashes, others' ids, the server's own bookkeeping. */
  readonly without?: readonly string[];
  /** Only JSON: its cells hold lists. */
  readonly isNested?: boolean;
}

const OF_PERSON = 'person_id = $1';
const OF_USER = 'user_id = $1';
const instant = (value: unknown): number => (value instanceof Date ? value.getTime() : Number.NaN);
const day = (value: unknown): string => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value));

/** Everything that is held about a person. A test compares it with the schema: a table is here, or below with the reason why not. */
export const HOLDINGS: readonly Holding[] = [
  {
    table: 'users',
    where: 'id = $1',
    order: ['id'],
    text: ['email_sealed', 'username_sealed', 'profile_image_sealed'],
    without: ['email_lookup', 'password_hash', 'mfa_secret_sealed', 'mfa_last_step', 'lock_epoch', 'one_time_password'],
  },
  { table: 'device_sessions', where: OF_USER, order: ['id'], text: ['user_agent_sealed', 'ip_sealed'] },
  { table: 'known_devices', where: OF_USER, order: ['token_hash'], without: ['token_hash'] },
  { table: 'security_events', where: OF_USER, order: ['id'] },
  { table: 'mail_outbox', where: OF_PERSON, order: ['id'] },
  { table: 'consents', where: OF_PERSON, order: ['id'] },
  { table: 'sessions', where: OF_PERSON, order: ['id'] },
  { table: 'told_notices', where: OF_PERSON, order: ['id'] },
  { table: 'messages', where: OF_PERSON, order: ['session_id', 'seq'], text: ['text_sealed'], without: ['author_id'] },
  { table: 'replies', where: OF_PERSON, order: ['message_id'], without: ['worker', 'claimed_at', 'cost_micros'] },
  { table: 'transcripts', where: OF_PERSON, order: ['id'], text: ['text_sealed'] },
  { table: 'transcript_gaps', where: OF_PERSON, order: ['id'] },
  { table: 'utterances', where: OF_PERSON, order: ['id'], bytes: ['audio_sealed'], without: ['worker', 'claimed_at', 'due_at', 'attempts'], isNested: true },
  { table: 'signals', where: OF_PERSON, order: ['id'], isNested: true },
  {
    table: 'emotion_blocks',
    where: OF_PERSON,
    order: ['session_id', 'block_start'],
    rowId: (row) => `${String(row['session_id'])}:${instant(row['block_start'])}`,
    isNested: true,
  },
  { table: 'findings', where: OF_PERSON, order: ['id'] },
  { table: 'done_tasks', where: OF_PERSON, order: ['finding_id', 'task'] },
  { table: 'reports', where: OF_PERSON, order: ['id'], isNested: true },
  { table: 'feedback', where: OF_PERSON, order: ['id'], text: ['note_sealed'] },
  { table: 'survey_responses', where: OF_PERSON, order: ['id'] },
  { table: 'session_affect', where: OF_PERSON, order: ['session_id'], rowId: (row) => String(row['session_id']), isNested: true },
  {
    table: 'affect_weeks',
    where: OF_PERSON,
    order: ['week'],
    rowId: (row) => `${String(row['person_id'])}:${day(row['week'])}`,
    without: ['version'],
    isNested: true,
  },
  { table: 'crisis_states', where: OF_PERSON, order: ['session_id'], rowId: (row) => String(row['session_id']), isNested: true },
  { table: 'crisis_alerts', where: OF_PERSON, order: ['id'], without: ['acknowledged_by', 'next_round_at'] },
  { table: 'crisis_steps', where: 'alert_id IN (SELECT id FROM crisis_alerts WHERE person_id = $1)', order: ['id'], without: ['actor_id'] },
];

/** What hangs on a person and is no part of a copy, each for its reason; the copy's manifest names them. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  persons: 'an id and a date, which users repeats',
  data_keys: 'keys; what they seal is in the copy',
  refresh_tokens: 'credentials',
  recovery_codes: 'credentials',
  password_resets: 'credentials',
  idempotency_keys: 'answers that are repeated for a day; what they answered is in the copy',
  session_participants: 'visits of the counselor; messages say who spoke',
  counselor_notes: 'the counselor’s own notes, which only the counselor reads',
  report_files: 'made from the reports that are in the copy',
  live_listeners: 'which server listens to a session that is going on',
  exports: 'copies such as this one',
  export_pieces: 'copies such as this one',
};
