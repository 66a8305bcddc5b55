import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../test/harness/test-database.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { SignalRepository } from './signal.repository.js';
import { TimelineRepository } from './timeline.repository.js';

const SESSIONS = 60;
const ROUNDS = 40;

let database: OpenTestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
});

it('signals and timelines of the same sessions are stored at the same time without waiting for each other in a circle', async () => {
  const personId = uuidv7();
  await database.db.execute("INSERT INTO persons (id, kind) VALUES ($1, 'guest')", [personId]);
  const ids = Array.from({ length: SESSIONS }, () => uuidv7());
  await database.db.execute(
    `INSERT INTO sessions (id, person_id, counselor_kind, language, started_at, last_activity_at, expires_at)
     SELECT id, $2, 'ai', 'ko', now(), now(), now() + interval '3 hours' FROM unnest($1::uuid[]) AS id`,
    [ids, personId],
  );
  const signals = new SignalRepository(database.db);
  const timelines = new TimelineRepository(database.db);
  const [bytes, now] = [Buffer.from('sealed'), new Date()];
  const append = (order: readonly string[]) =>
    signals.append(order.map((sessionId) => ({ id: uuidv7(), sessionId, personId, modality: 'face', tsFrom: now, tsTo: now, itemCount: 1, payload: bytes })));
  const save = (order: readonly string[]) =>
    timelines.save(
      order.map((sessionId) => ({ sessionId, personId, start: now, seconds: 1, sealed: bytes })),
      order.map((sessionId) => ({ sessionId, folded: 1, seconds: 1 })),
    );
  for (let round = 0; round < ROUNDS; round += 1) await Promise.all([append(ids), save(ids.toReversed()), append(ids.toReversed()), save(ids)]);
  const rows = await database.db.query<{ frame_count: number }>('SELECT DISTINCT frame_count FROM sessions WHERE person_id = $1', [personId]);
  expect(rows).toEqual([{ frame_count: 2 * ROUNDS }]);
});
