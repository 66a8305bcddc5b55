import { performance } from 'node:perf_hooks';
import { RestClient } from '../../libs/client/index.js';
import type { Benchmark } from '../benchmark.js';
import { BenchServer, prepareGround } from '../support/bench-server.js';
import { median, ratio } from '../support/statistics.js';

const FRAMES = 36_000;
const FRAME_MS = 100;
const BATCH = 600;
const ROUNDS = 5;

async function startSession(guest: RestClient) {
  const session = await guest.start({ counselorId: 'ai', consents: { camera: true } });
  return { id: session.sessionId, startedAt: Date.parse(session.startedAt), rest: guest.withToken(session.guestToken ?? '') };
}

async function timedEnd({ id, rest }: { id: string; rest: RestClient }): Promise<number> {
  const startedAt = performance.now();
  await rest.end(id);
  return performance.now() - startedAt;
}

export const endOfSession: Benchmark = {
  name: 'end-of-session',
  method: `POST /session/:id/end of an hour with ${FRAMES} frames, report included, against that of an empty session; ${ROUNDS} of each in turn, the median ratio.`,
  run: async () => {
    const ground = await prepareGround();
    const server = await BenchServer.start('app-server', ground.environment);
    try {
      const guest = new RestClient({ url: server.url });
      await timedEnd(await startSession(guest));
      const rounds: { full: number; empty: number }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const full = await startSession(guest);
        for (let first = 0; first < FRAMES; first += BATCH) {
          const items = Array.from({ length: BATCH }, (_, index) => ({
            ts: full.startedAt + (first + index) * FRAME_MS,
            blendshapes: { mouthSmileLeft: 0.5 + 0.4 * Math.sin(first + index), mouthSmileRight: 0.5, browInnerUp: 0.1, jawOpen: 0.05 },
          }));
          await full.rest.frames(full.id, items);
        }
        const empty = await startSession(guest);
        rounds.push({ empty: await timedEnd(empty), full: await timedEnd(full) });
      }
      const share = median(rounds.map((round) => round.full / round.empty));
      return [
        { figure: 'end of an empty session, ms', value: median(rounds.map((round) => round.empty)).toFixed(1) },
        { figure: `end of a session with ${FRAMES} frames, ms`, value: median(rounds.map((round) => round.full)).toFixed(1) },
        { figure: 'ratio', value: ratio(share), wanted: '< 5.00 ×', isMet: share < 5 },
      ];
    } finally {
      await server.stop();
      await ground.clear();
    }
  },
};
