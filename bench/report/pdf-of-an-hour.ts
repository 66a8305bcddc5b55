import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { RestClient } from '../../libs/client/index.js';
import { createApp } from '../../src/create-app.js';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { logDestination } from '../../src/platform/logging/logger.js';
import type { Benchmark } from '../benchmark.js';
import { prepareGround } from '../support/bench-server.js';

const FRAMES = 36_000;
const FRAME_MS = 100;
const BATCH = 600;
const ROUNDS = 3;
const MAX_DELAY_MS = 50;
const MEGABYTE = 1_048_576;

/** A session with an hour's signals, ended. */
async function hourLongSession(guest: RestClient) {
  const session = await guest.start({ counselorId: 'ai', consents: { camera: true, microphone: true } });
  const rest = guest.withToken(session.guestToken ?? '');
  const startedAt = Date.parse(session.startedAt);
  for (let first = 0; first < FRAMES; first += BATCH) {
    const items = Array.from({ length: BATCH }, (_, index) => ({
      ts: startedAt + (first + index) * FRAME_MS,
      blendshapes: { mouthSmileLeft: 0.5 + 0.4 * Math.sin((first + index) / 900), mouthSmileRight: 0.5, browInnerUp: 0.1, jawOpen: 0.05 },
    }));
    await rest.frames(session.sessionId, items);
  }
  await rest.end(session.sessionId);
  return { id: session.sessionId, rest };
}

export const pdfOfAnHour: Benchmark = {
  name: 'pdf-of-an-hour',
  method: [
    `GET /session/:id/report/pdf of a session with ${FRAMES} frames, made for the first time; ${ROUNDS} sessions, the worst of them. The event loop’s`,
    'delay is that of the serving thread, the client in it included (perf_hooks, 1 ms steps); memory is what the process grows by.',
  ].join(' '),
  run: async () => {
    const ground = await prepareGround();
    const config = AppConfig.from(ground.environment);
    const app = await createApp(config, logDestination(`${config.dataDir}/bench.log`));
    try {
      await app.listen(0, '127.0.0.1');
      const guest = new RestClient({ url: await app.getUrl() });
      const rounds: { ms: number; delayMs: number; growth: number; bytes: number }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const { id, rest } = await hourLongSession(guest);
        const before = process.memoryUsage.rss();
        let peak = before;
        const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
        const delay = monitorEventLoopDelay({ resolution: 1 });
        delay.enable();
        const startedAt = performance.now();
        const pdf = await rest.reportPdf(id);
        const ms = performance.now() - startedAt;
        delay.disable();
        clearInterval(sampler);
        rounds.push({ ms, delayMs: delay.max / 1e6, growth: (peak - before) / MEGABYTE, bytes: pdf.length });
      }
      const worst = (pick: (round: (typeof rounds)[number]) => number) => Math.max(...rounds.map(pick));
      const delayMs = worst((round) => round.delayMs);
      return [
        { figure: 'time until the whole file is there, s', value: (worst((round) => round.ms) / 1_000).toFixed(2) },
        { figure: 'memory that the process grows by, MB', value: worst((round) => round.growth).toFixed(0) },
        { figure: 'size of the file, kB', value: (worst((round) => round.bytes) / 1_024).toFixed(0) },
        { figure: 'longest delay of the event loop, ms', value: delayMs.toFixed(1), wanted: `< ${MAX_DELAY_MS} ms`, isMet: delayMs < MAX_DELAY_MS },
      ];
    } finally {
      await app.close();
      await ground.clear();
    }
  },
};
