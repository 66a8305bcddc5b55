import type { Socket } from 'socket.io-client';
import { RestClient } from '../../libs/client/index.js';
import type { Benchmark } from '../benchmark.js';
import { BenchServer, prepareGround } from '../support/bench-server.js';
import { faceOf, openSocket, timed } from '../support/socket-load.js';
import { median, ratio } from '../support/statistics.js';

const SOCKETS = 20;
const IN_FLIGHT = 16;
const EVENTS_A_ROUND = 20_000;
const ROUNDS = 5;
const FACES = Array.from({ length: 32 }, (_, frame) => faceOf(frame));

/** Sends `EVENTS_A_ROUND` events, each answered before its slot sends the next; gives events per second of the server's CPU time. */
async function perCpuSecond(server: BenchServer, sockets: readonly Socket[], startedAt: number): Promise<number> {
  const before = await server.usage();
  let left = EVENTS_A_ROUND;
  let lost = 0;
  const slot = async (socket: Socket) => {
    while (left > 0) {
      left -= 1;
      const payload = { ts: startedAt + (EVENTS_A_ROUND - left), points: FACES[left % FACES.length] };
      if ((await timed(socket, 'landmarks', payload)) === null) lost += 1;
    }
  };
  await Promise.all(sockets.flatMap((socket) => Array.from({ length: IN_FLIGHT }, () => slot(socket))));
  if (lost > 0) throw new Error(`${lost} events were refused or lost`);
  return EVENTS_A_ROUND / (((await server.usage()).cpuMs - before.cpuMs) / 1_000);
}

export const landmarkEvents: Benchmark = {
  name: 'landmark-events',
  method:
    'Binary `landmarks` events (478 points, 5.7 kB) that the server takes, reads, stores and acknowledges, for each second of CPU time of its process (PostgreSQL apart), ' +
    `against a plain socket.io server that gives the same payload back; ${SOCKETS} sockets, ${SOCKETS * IN_FLIGHT} in flight, ${ROUNDS} rounds in turn, the median ratio.`,
  run: async () => {
    const ground = await prepareGround();
    const app = await BenchServer.start('app-server', ground.environment);
    const echo = await BenchServer.start('echo-server', {});
    try {
      const rest = new RestClient({ url: app.url });
      const ours: Socket[] = [];
      let startedAt = 0;
      for (let count = 0; count < SOCKETS; count += 1) {
        const session = await rest.start({ counselorId: 'ai', consents: { camera: true } });
        startedAt = Date.parse(session.startedAt);
        ours.push(await openSocket(app.url, { token: session.guestToken, sessionId: session.sessionId }));
      }
      const plain = await Promise.all(Array.from({ length: SOCKETS }, () => openSocket(echo.url, {})));
      await perCpuSecond(app, ours, startedAt);
      await perCpuSecond(echo, plain, startedAt);
      const rounds: { app: number; echo: number }[] = [];
      for (let round = 0; round < ROUNDS; round += 1)
        rounds.push({ echo: await perCpuSecond(echo, plain, startedAt), app: await perCpuSecond(app, ours, startedAt) });
      for (const socket of [...ours, ...plain]) socket.close();
      const share = median(rounds.map((round) => round.app / round.echo));
      return [
        { figure: 'echo, events per CPU second', value: median(rounds.map((round) => round.echo)).toFixed(0) },
        { figure: 'landmarks, events per CPU second', value: median(rounds.map((round) => round.app)).toFixed(0) },
        { figure: 'ratio', value: ratio(share), wanted: '≥ 0.50 ×', isMet: share >= 0.5 },
      ];
    } finally {
      await Promise.all([app.stop(), echo.stop()]);
      await ground.clear();
    }
  },
};
