import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { RestClient } from '../../libs/client/index.js';
import type { Benchmark } from '../benchmark.js';
import { BenchServer, prepareGround } from '../support/bench-server.js';
import { faceOf, openSocket, timed } from '../support/socket-load.js';
import { median } from '../support/statistics.js';

/** Ten minutes when they are asked for: BENCH_SOAK_SECONDS=600. */
const SECONDS = Number(process.env['BENCH_SOAK_SECONDS'] ?? 60);
const CLIENTS = 8;
/** Eight clients of one address stay below the 600 handshakes a minute that it has. */
const SESSION_MS = 1_000;
const SAMPLE_MS = 1_000;
const MEBIBYTE = 1_048_576;
const CONSENTS = { camera: true, microphone: true, transcript: true, thirdPartyAi: false, research: false };

interface Sample {
  rssMiB: number;
  heapMiB: number;
  handles: number;
}

async function sampleOf(url: string): Promise<Sample> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const read = (series: string) => Number(text.split('\n').find((line) => line.startsWith(`${series} `))?.slice(series.length) ?? 0);
  return {
    rssMiB: read('bemore_process_memory_bytes{of="rss"}') / MEBIBYTE,
    heapMiB: read('bemore_process_memory_bytes{of="heapUsed"}') / MEBIBYTE,
    handles: read('bemore_process_active_resources'),
  };
}

/** Sessions one after the other: begun, looked at, talked in, shown a face to, ended; with refusals and errors of clients in between. */
async function live(url: string, until: number): Promise<number> {
  let steps = 0;
  const guest = new RestClient({ url });
  while (performance.now() < until) {
    const pace = sleep(SESSION_MS);
    const { sessionId, guestToken = '' } = await guest.start({ counselorId: 'ai', consents: CONSENTS });
    const client = guest.withToken(guestToken);
    const socket = await openSocket(url, { token: guestToken, sessionId });
    const base = Date.now();
    for (let frame = 0; frame < 40 && performance.now() < until; frame += 1) {
      await timed(socket, 'landmarks', { ts: base + frame * 50, points: faceOf(frame) });
      if (frame % 10 === 0) await client.session(sessionId);
      if (frame % 20 === 0) await timed(socket, 'message', { text: '오늘은 조금 지쳤어요' });
      if (frame % 13 === 0) await fetch(`${url}/api/v1/session/${sessionId}x`).then((response) => response.arrayBuffer());
      if (frame % 17 === 0) await timed(socket, 'typing', { on: 'perhaps' });
      steps += 1;
    }
    socket.disconnect();
    await client.end(sessionId);
    await client.report(sessionId).catch(() => undefined);
    await pace;
  }
  return steps;
}

export const soak: Benchmark = {
  name: 'soak',
  method:
    `${CLIENTS} clients live through sessions for ${SECONDS} s (BENCH_SOAK_SECONDS): REST, sockets, faces, messages, refusals. The last quarter of the time against the second: ` +
    'medians of memory and handles, looked at once a second.',
  run: async () => {
    const ground = await prepareGround({ OVERLOAD_DELAY_MS: '0', SLOW_DOWN_STEP_MS: '0', RATE_LIMIT_AI: '10000000', RATE_LIMIT_STT: '10000000', METRICS_TOKEN: '' });
    const server = await BenchServer.start('app-server', ground.environment);
    try {
      const until = performance.now() + SECONDS * 1_000;
      const clients = Promise.all(Array.from({ length: CLIENTS }, () => live(server.url, until)));
      const samples: Sample[] = [];
      while (performance.now() < until) {
        samples.push(await sampleOf(server.url));
        await sleep(SAMPLE_MS);
      }
      const steps = (await clients).reduce((sum, count) => sum + count, 0);
      const part = (from: number, to: number) => samples.slice(Math.floor(samples.length * from), Math.floor(samples.length * to));
      const change = (read: (sample: Sample) => number) => {
        const [early, late] = [median(part(0.25, 0.5).map(read)), median(part(0.75, 1).map(read))];
        return { early, late, share: late / early - 1 };
      };
      const [rss, heap, handles] = [change(({ rssMiB }) => rssMiB), change(({ heapMiB }) => heapMiB), change((sample) => sample.handles)];
      const shown = ({ early, late }: { early: number; late: number }) => `${early.toFixed(0)} → ${late.toFixed(0)}`;
      return [
        { figure: 'steps a second', value: (steps / SECONDS).toFixed(0) },
        { figure: 'resident memory, MiB', value: shown(rss), wanted: '≤ +20 %', isMet: rss.share <= 0.2 },
        { figure: 'heap, MiB', value: shown(heap), wanted: '≤ +30 %', isMet: heap.share <= 0.3 },
        { figure: 'handles', value: shown(handles), wanted: '≤ +20 %', isMet: handles.share <= 0.2 },
      ];
    } finally {
      await server.stop();
      await ground.clear();
    }
  },
};
