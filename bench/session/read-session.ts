import { RestClient } from '../../libs/client/index.js';
import type { Benchmark } from '../benchmark.js';
import { BenchServer, prepareGround } from '../support/bench-server.js';
import { throughput } from '../support/http-load.js';
import { median, ratio } from '../support/statistics.js';

const CONNECTIONS = 32;
const ROUNDS = 7;
const ROUND_MS = 3_000;

export const readSession: Benchmark = {
  name: 'read-session',
  method:
    'GET /api/v1/session/:id with a token and everything on (guards, limits, validation, headers, log), against a bare Nest + Express handler that does the ' +
    `same query; ${CONNECTIONS} keep-alive connections, each with a session of its own (the application reads the sessions of one turn of the event loop together), ${ROUNDS} rounds of ${ROUND_MS / 1_000} s in turn after a warm-up, the median of the rounds' ratios.`,
  run: async () => {
    const ground = await prepareGround();
    const full = await BenchServer.start('app-server', ground.environment);
    const bare = await BenchServer.start('bare-server', ground.environment);
    try {
      const client = new RestClient({ url: full.url });
      const guests = await Promise.all(Array.from({ length: CONNECTIONS }, () => client.start({ counselorId: 'ai' })));
      const targets = guests.map(({ sessionId, guestToken }) => ({ url: `${full.url}/api/v1/session/${sessionId}`, headers: { Authorization: `Bearer ${guestToken ?? ''}` } }));
      const bareTargets = guests.map(({ sessionId }) => ({ url: `${bare.url}/session/${sessionId}`, headers: {} }));
      const measure = {
        full: () => throughput(targets, ROUND_MS),
        bare: () => throughput(bareTargets, ROUND_MS),
      };
      await measure.full();
      await measure.bare();
      const rounds: { full: number; bare: number }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) rounds.push({ bare: await measure.bare(), full: await measure.full() });
      const share = median(rounds.map((round) => round.full / round.bare));
      return [
        { figure: 'bare handler, answers/s', value: median(rounds.map((round) => round.bare)).toFixed(0) },
        { figure: 'with everything on, answers/s', value: median(rounds.map((round) => round.full)).toFixed(0) },
        { figure: 'ratio', value: ratio(share), wanted: '≥ 0.80 ×', isMet: share >= 0.8 },
      ];
    } finally {
      await Promise.all([full.stop(), bare.stop()]);
      await ground.clear();
    }
  },
};
