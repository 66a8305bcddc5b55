import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { RestClient } from '../../libs/client/index.js';
import type { Benchmark } from '../benchmark.js';
import { BenchServer, prepareGround } from '../support/bench-server.js';
import { openSocket } from '../support/socket-load.js';
import { median, quantile } from '../support/statistics.js';

const MESSAGES = 100;
const WARM_UP = 10;
const WANTED_MS = 100;
const SENTENCES = ['I hear how much that weighs on you. ', 'What was the hardest part of it?'];

/** A vendor of the wire protocol of OpenAI that answers at once. */
async function instantVendor() {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const frame = { id: 'x', object: 'chat.completion.chunk', created: 1, model: 'x' };
      for (const content of SENTENCES)
        response.write(`data: ${JSON.stringify({ ...frame, choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`);
      response.write(`data: ${JSON.stringify({ ...frame, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`);
      response.write(`data: ${JSON.stringify({ ...frame, choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } })}\n\n`);
      response.end('data: [DONE]\n\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close: () => server.close() };
}

/** Messages a second of one connection stay below what its bucket lets through. */
const PAUSE_MS = 100;

/** Milliseconds from the sending of a message to the first chunk of its reply; resolves a pause after the reply is complete. */
async function firstChunkMs(socket: Socket, text: string): Promise<number> {
  const complete = once(socket as unknown as NodeJS.EventEmitter, 'reply:complete');
  const first = once(socket as unknown as NodeJS.EventEmitter, 'reply:chunk').then(() => performance.now());
  const startedAt = performance.now();
  socket.emit('message', { text });
  const delay = (await first) - startedAt;
  await complete;
  await sleep(PAUSE_MS);
  return delay;
}

async function vendorMs(url: string): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/chat/completions`, { method: 'POST', body: '{}' });
  const reader = response.body?.getReader();
  await reader?.read();
  const delay = performance.now() - startedAt;
  await reader?.cancel();
  return delay;
}

export const firstChunk: Benchmark = {
  name: 'first-chunk',
  method:
    `From a message over the socket to the first chunk of its reply, over a vendor that answers at once: danger looked for, message stored, patterns read, facts gathered, masked, asked, ` +
    `first sentence checked; ${MESSAGES} messages one after the other in one session, less the vendor's own delay.`,
  run: async () => {
    const vendor = await instantVendor();
    const ground = await prepareGround({
      OPENAI_API_KEY: 'bench', OPENAI_BASE_URL: vendor.url, AI_PROVIDERS: 'openai', RATE_LIMIT_AI: '1000000', AI_BUDGET_SESSION_TOKENS: '1000000000', AI_BUDGET_PERSON_TOKENS: '1000000000',
    });
    const server = await BenchServer.start('app-server', ground.environment);
    try {
      const session = await new RestClient({ url: server.url }).start({ counselorId: 'ai', language: 'en', consents: { thirdPartyAi: true } });
      const socket = await openSocket(server.url, { token: session.guestToken, sessionId: session.sessionId });
      for (let turn = 0; turn < WARM_UP; turn += 1) await firstChunkMs(socket, `My week was long, day ${turn}.`);
      const delays: number[] = [];
      const bare: number[] = [];
      for (let turn = 0; turn < MESSAGES; turn += 1) {
        bare.push(await vendorMs(vendor.url));
        delays.push(await firstChunkMs(socket, `My week was long, and my boss was angry again, day ${turn}.`));
      }
      socket.close();
      const own = median(delays) - median(bare);
      return [
        { figure: 'vendor alone, median, ms', value: median(bare).toFixed(1) },
        { figure: 'message to first chunk, median, ms', value: median(delays).toFixed(1) },
        { figure: 'message to first chunk, 95 %, ms', value: quantile(delays, 0.95).toFixed(1) },
        { figure: 'our own share, median, ms', value: own.toFixed(1), wanted: `< ${WANTED_MS}`, isMet: own < WANTED_MS },
      ];
    } finally {
      await server.stop();
      await ground.clear();
      vendor.close();
    }
  },
};
