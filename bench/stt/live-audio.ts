import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Socket } from 'socket.io-client';
import { VAD_DELAY_MS } from '../../libs/affect/vad/detector.js';
import { RestClient } from '../../libs/client/index.js';
import type { Benchmark } from '../benchmark.js';
import { BenchServer, prepareGround } from '../support/bench-server.js';
import { openSocket, timed } from '../support/socket-load.js';
import { median, quantile } from '../support/statistics.js';
import { startInstantVendor } from './instant-vendor.js';

const STREAMS = 40;
const CHUNK_MS = 100;
const CHUNK_BYTES = (16_000 * 2 * CHUNK_MS) / 1_000;
const HEADER_BYTES = 44;
/** Of the silence that ends an utterance, what lies behind its last kept sample; then the detector decides. */
const ENDING_MS = 500 + VAD_DELAY_MS;
const RECORDING = fileURLToPath(new URL('../../../test/recordings/voice-ko.wav', import.meta.url));

interface Stream {
  socket: Socket;
  startedAt: number;
  /** When the first sample was sent, epoch ms. */
  sentAt: number;
  delays: number[];
}

async function play(stream: Stream, audio: Buffer): Promise<{ sent: number; lost: number }> {
  await sleep(Math.random() * 2_000);
  stream.sentAt = Date.now();
  const acks: Promise<number | null>[] = [];
  for (let at = 0; at < audio.length; at += CHUNK_BYTES) {
    const ts = (at / CHUNK_BYTES) * CHUNK_MS;
    // A chunk can be sent when its last sample was spoken.
    await sleep(Math.max(0, stream.sentAt + ts + CHUNK_MS - Date.now()));
    const pcm = audio.subarray(at, at + CHUNK_BYTES);
    acks.push(timed(stream.socket, 'voice:audio', { ts: stream.startedAt + ts, sampleRate: 16_000, pcm }));
  }
  const all = await Promise.all(acks);
  return { sent: all.length, lost: all.filter((ms) => ms === null).length };
}

export const liveAudio: Benchmark = {
  name: 'live-audio',
  method:
    `${String(STREAMS)} persons speak at the same time, a recording of 20 s each in real time, ${String(CHUNK_MS)} ms a message, with an instant transcriber over loopback: CPU of the server's ` +
    'process (PostgreSQL apart) over all that it does with them, its memory, and the time from the end of an utterance (0.2 s after the last speech) to its segment; ' +
    `${String(ENDING_MS)} ms of that are the silence that tells that it has ended. Client, transcriber and server share the machine.`,
  run: async () => {
    const vendor = await startInstantVendor();
    const ground = await prepareGround({ OPENAI_API_KEY: 'none', OPENAI_BASE_URL: vendor.baseUrl, STT_PROVIDERS: 'openai' });
    const server = await BenchServer.start('app-server', ground.environment);
    try {
      const audio = Buffer.concat([(await readFile(RECORDING)).subarray(HEADER_BYTES), Buffer.alloc(CHUNK_BYTES * 20)]);
      const guest = new RestClient({ url: server.url });
      const streams: Stream[] = [];
      for (let count = 0; count < STREAMS; count += 1) {
        const session = await guest.start({ counselorId: 'ai', consents: { microphone: true, thirdPartyAi: true, transcript: true } });
        const socket = await openSocket(server.url, { token: session.guestToken, sessionId: session.sessionId });
        const stream: Stream = { socket, startedAt: Date.parse(session.startedAt), sentAt: 0, delays: [] };
        socket.on('transcript:segment', ({ tsEnd }: { tsEnd: number }) => stream.delays.push(Date.now() - (stream.sentAt + tsEnd - stream.startedAt)));
        streams.push(stream);
      }
      const before = await server.usage();
      let peakBytes = before.rssBytes;
      const watch = setInterval(() => void server.usage().then(({ rssBytes }) => (peakBytes = Math.max(peakBytes, rssBytes))), 1_000);
      const counts = await Promise.all(streams.map((stream) => play(stream, audio)));
      clearInterval(watch);
      await sleep(1_000);
      const after = await server.usage();
      for (const { socket } of streams) socket.close();
      const seconds = (STREAMS * audio.length) / 32_000;
      const perStream = (after.cpuMs - before.cpuMs) / 1_000 / seconds;
      const delays = streams.flatMap((stream) => stream.delays);
      const working = median(delays) - ENDING_MS - CHUNK_MS;
      const lost = counts.reduce((sum, count) => sum + count.lost, 0);
      return [
        { figure: 'messages refused or not acknowledged', value: String(lost), wanted: '0', isMet: lost === 0 },
        { figure: 'segments', value: String(delays.length), wanted: `≥ ${String(STREAMS * 3)}`, isMet: delays.length >= STREAMS * 3 },
        { figure: 'of a core for one stream, %', value: (perStream * 100).toFixed(2), wanted: '≤ 2.00', isMet: perStream <= 0.02 },
        { figure: 'streams for each core', value: (1 / perStream).toFixed(0) },
        { figure: 'memory for one stream, kB', value: ((peakBytes - before.rssBytes) / STREAMS / 1_000).toFixed(0) },
        { figure: 'end of utterance to segment, median, ms', value: median(delays).toFixed(0) },
        { figure: 'of that, after the end was decided, median, ms', value: working.toFixed(0), wanted: '≤ 500', isMet: working <= 500 },
        { figure: 'end of utterance to segment, p95, ms', value: quantile(delays, 0.95).toFixed(0) },
      ];
    } finally {
      await server.stop();
      await ground.clear();
      vendor.close();
    }
  },
};
