import { addToSecond, type AffectLabel, LABEL_VAD, type Second } from '../../libs/affect/index.js';
import { FieldCipher } from '../../src/platform/crypto/field-cipher.js';
import { Db } from '../../src/platform/database/db.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { uuidv7 } from '../../src/platform/database/uuid.js';
import { SessionClosing } from '../../src/session/session-closing.service.js';
import { blockStartOf, encodeBlock, type Block } from '../../src/signal/timeline-block.js';
import type { TestApp } from './test-app.js';

/** One second of a face that was read as `label`; null for a second in which nothing could be read. */
export interface PastSecond {
  label: AffectLabel | null;
  confidence: number;
}

export interface PastSession {
  startedAt: Date;
  /** One entry a second, from the start on. */
  seconds: readonly PastSecond[];
  language?: 'ko' | 'en';
  counselorId?: string;
  /** Left open: it has no report yet. */
  isOpen?: boolean;
}

/** Puts a session of an earlier day into the database, and ends it by the same steps as `/end`. */
export async function addPastSession({ app }: Pick<TestApp, 'app'>, personId: string, past: PastSession): Promise<string> {
  const { startedAt, seconds, language = 'ko', counselorId = null, isOpen = false } = past;
  const get = <Service>(type: new (...args: never[]) => Service) => app.get<Service>(type, { strict: false });
  const id = uuidv7();
  const durationMs = seconds.length * 1_000;
  const endedAt = new Date(startedAt.getTime() + durationMs);
  await get(Transactions).run(async (tx) => {
    await get(Db).query(
      `INSERT INTO sessions (id, person_id, user_id, counselor_kind, counselor_id, counselor_alias, language, started_at, last_activity_at, expires_at,
         emotion_count, status, ended_at, end_reason)
       VALUES ($1, $2, $2, CASE WHEN $3::uuid IS NULL THEN 'ai' ELSE 'human' END, $3, CASE WHEN $3::uuid IS NULL THEN 'ai' END, $4, $5, $5,
         now() + interval '1 hour', $6, CASE WHEN $8 THEN 'active' ELSE 'ended' END, CASE WHEN $8 THEN NULL ELSE $7::timestamptz END,
         CASE WHEN $8 THEN NULL ELSE 'person' END)`,
      [id, personId, counselorId, language, startedAt, seconds.length, endedAt, isOpen],
      tx,
    );
    const cipher = get(FieldCipher);
    for (const [start, block] of blocksOf(startedAt.getTime(), seconds)) {
      const ref = { table: 'emotion_blocks', column: 'points_sealed', rowId: `${id}:${start}` };
      const sealed = await cipher.seal(personId, ref, encodeBlock(start, block), tx);
      await get(Db).query(
        'INSERT INTO emotion_blocks (session_id, person_id, block_start, point_count, points_sealed) VALUES ($1, $2, $3, $4, $5)',
        [id, personId, new Date(start), block.size, sealed],
        tx,
      );
    }
    if (!isOpen) await get(SessionClosing).close({ sessionId: id, personId, userId: personId, language, startedAt, endedAt, durationMs }, tx);
  });
  return id;
}

function blocksOf(startMs: number, seconds: readonly PastSecond[]): Map<number, Block> {
  const blocks = new Map<number, Block>();
  const first = Math.floor(startMs / 1_000) * 1_000;
  seconds.forEach(({ label, confidence }, index) => {
    const ts = first + index * 1_000;
    const second: Second = {};
    addToSecond(second, 'face', label === null ? null : { label, confidence, scores: onlyLabel(label), ...LABEL_VAD[label] }, label === null ? 0 : 1);
    const start = blockStartOf(ts);
    const block: Block = blocks.get(start) ?? new Map<number, Second>();
    blocks.set(start, block.set(ts, second));
  });
  return blocks;
}

function onlyLabel(label: AffectLabel): Record<AffectLabel, number> {
  const scores = { happy: 0, sad: 0, angry: 0, anxious: 0, fearful: 0, disgusted: 0, surprised: 0, neutral: 0 };
  scores[label] = 1;
  return scores;
}

/** `count` seconds alike. */
export const secondsOf = (label: AffectLabel | null, count: number, confidence = 0.8): PastSecond[] =>
  Array.from({ length: count }, () => ({ label, confidence }));

