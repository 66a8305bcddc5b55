import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { RestClient } from '../../libs/client/index.js';
import type { Benchmark } from '../benchmark.js';
import { BenchServer, prepareGround } from '../support/bench-server.js';
import { faceOf, openSocket, timed } from '../support/socket-load.js';
import { quantile, ratio } from '../support/statistics.js';

const SOCKETS = 200;
const FRAME_MS = 100;
const SECONDS = 60;
const IDLE_FRAMES = 100;
const SETTLED_AFTER_S = 20;
const FACES = Array.from({ length: 32 }, (_, frame) => faceOf(frame));

interface Client {
  socket: Socket;
  startedAt: number;
  sessionId: string;
  rest: RestClient;
}

/** Sends `count` frames at 10 a second; gives the milliseconds until each acknowledgement, null for what was lost. */
async function stream({ socket, startedAt }: Client, count: number, firstFrame: number): Promise<(number | null)[]> {
  const sent: Promise<number | null>[] = [];
  const beginning = Date.now() + Math.random() * FRAME_MS;
  for (let frame = 0; frame < count; frame += 1) {
    await sleep(Math.max(0, beginning + frame * FRAME_MS - Date.now()));
    sent.push(timed(socket, 'landmarks', { ts: startedAt + (firstFrame + frame) * FRAME_MS, points: FACES[frame % FACES.length] }));
  }
  return Promise.all(sent);
}

export const manySockets: Benchmark = {
  name: 'many-sockets',
  method:
    `${SOCKETS} persons, each with a socket, send 10 faces a second for ${SECONDS} s; time until the acknowledgement (the frame is stored then) against that of one person ` +
    `alone; memory of the server's process at the end against ${SETTLED_AFTER_S} s after the start. Client and server share the machine.`,
  run: async () => {
    const ground = await prepareGround();
    const server = await BenchServer.start('app-server', ground.environment);
    try {
      const guest = new RestClient({ url: server.url });
      const clients: Client[] = [];
      for (let count = 0; count < SOCKETS; count += 1) {
        const session = await guest.start({ counselorId: 'ai', consents: { camera: true } });
        const token = session.guestToken ?? '';
        const socket = await openSocket(server.url, { token, sessionId: session.sessionId });
        clients.push({ socket, startedAt: Date.parse(session.startedAt), sessionId: session.sessionId, rest: guest.withToken(token) });
      }
      const [alone] = clients;
      if (alone === undefined) throw new Error('nobody came');
      const idle = (await stream(alone, IDLE_FRAMES, 0)).filter((ms) => ms !== null);
      const running = Promise.all(clients.map((client) => stream(client, (SECONDS * 1_000) / FRAME_MS, IDLE_FRAMES)));
      await sleep(SETTLED_AFTER_S * 1_000);
      const settled = await server.usage();
      const acks = (await running).flat();
      const last = await server.usage();
      const took = acks.filter((ms) => ms !== null);
      const lost = acks.length - took.length;
      const counts = await Promise.all(clients.map(({ rest, sessionId }) => rest.session(sessionId)));
      const missing = acks.length + IDLE_FRAMES - counts.reduce((sum, session) => sum + session.counts.frames, 0);
      for (const { socket } of clients) socket.close();
      const [idleP99, p99] = [quantile(idle, 0.99), quantile(took, 0.99)];
      const growth = last.rssBytes / settled.rssBytes;
      return [
        { figure: 'events sent', value: String(acks.length) },
        { figure: 'events refused or not acknowledged', value: String(lost), wanted: '0', isMet: lost === 0 },
        { figure: 'acknowledged events that are not in the database', value: String(missing), wanted: '0', isMet: missing === 0 },
        { figure: 'p99 until the acknowledgement, one person, ms', value: idleP99.toFixed(1) },
        { figure: `p99 until the acknowledgement, ${SOCKETS} persons, ms`, value: p99.toFixed(1) },
        { figure: 'ratio', value: ratio(p99 / idleP99), wanted: '< 5.00 ×', isMet: p99 / idleP99 < 5 },
        { figure: `memory at the end over that after ${SETTLED_AFTER_S} s`, value: ratio(growth), wanted: '< 1.25 ×', isMet: growth < 1.25 },
      ];
    } finally {
      await server.stop();
      await ground.clear();
    }
  },
};
