import { RestClient } from '../../libs/client/index.js';
import type { Benchmark } from '../benchmark.js';
import { BenchServer, prepareGround } from '../support/bench-server.js';
import { throughput } from '../support/http-load.js';
import { median, ratio } from '../support/statistics.js';

const CONNECTIONS = 32;
const ROUNDS = 100;
const ROUND_MS = 400;

export const costOfWatching: Benchmark = {
  name: 'cost-of-watching',
  method:
    'GET /api/v1/session/:id with a token, with limits, log, metrics, error figures, security events, Sentry and the look-out for overload on, against the same ' +
    `application with all of them off; ${CONNECTIONS} keep-alive connections, ${ROUNDS} rounds of ${ROUND_MS / 1_000} s in turn after a warm-up (short ones, so that both meet the same machine), the median of the rounds' ratios.`,
  run: async () => {
    const ground = await prepareGround();
    // Nothing fails here, so nothing is sent.
    const on = await BenchServer.start('app-server', { ...ground.environment, SENTRY_DSN: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1' });
    const off = await BenchServer.start('unwatched-server', { ...ground.environment, LOG_LEVEL: 'silent', OVERLOAD_DELAY_MS: '0' });
    try {
      const guest = await new RestClient({ url: on.url }).start({ counselorId: 'ai' });
      const headers = { Authorization: `Bearer ${guest.guestToken ?? ''}` };
      const measure = (server: BenchServer) => throughput(Array.from({ length: CONNECTIONS }, () => ({ url: `${server.url}/api/v1/session/${guest.sessionId}`, headers })), ROUND_MS);
      for (const server of [on, off, on, off]) await measure(server);
      const rounds: { on: number; off: number }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        // Whoever comes first meets another machine than whoever comes second: they take turns.
        if (round % 2 === 0) rounds.push({ on: await measure(on), off: await measure(off) });
        else {
          const second = await measure(off);
          rounds.push({ off: second, on: await measure(on) });
        }
      }
      const share = median(rounds.map((round) => round.on / round.off));
      return [
        { figure: 'all off, answers/s', value: median(rounds.map((round) => round.off)).toFixed(0) },
        { figure: 'all on, answers/s', value: median(rounds.map((round) => round.on)).toFixed(0) },
        { figure: 'ratio', value: ratio(share), wanted: '≥ 0.85 ×', isMet: share >= 0.85 },
      ];
    } finally {
      await Promise.all([on.stop(), off.stop()]);
      await ground.clear();
    }
  },
};
