import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

const HEADER_END = '\r\n\r\n';
const LENGTH = /content-length: (\d+)/i;

/** One keep-alive connection that sends the next request when the last was answered; a plain parser, so that the client is not what is measured. */
function keepAsking(socket: Socket, request: string, onAnswer: (status: number) => void): void {
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    for (;;) {
      const head = received.indexOf(HEADER_END);
      if (head === -1) return;
      const length = Number(LENGTH.exec(received.slice(0, head))?.[1] ?? 0);
      const end = head + HEADER_END.length + length;
      if (received.length < end) return;
      const status = Number(received.slice(9, 12));
      received = received.slice(end);
      onAnswer(status);
      socket.write(request);
    }
  });
  socket.write(request);
}

function requestOf(target: Target | undefined): string {
  if (target === undefined) throw new Error('a connection has no target');
  const { pathname, host } = new URL(target.url);
  const lines = Object.entries(target.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n${lines.join('')}\r\n`;
}

/** What one connection asks for, again and again. */
export interface Target {
  url: string;
  headers: Record<string, string>;
}

/**
 * Asks for each target over a keep-alive connection of its own for `ms`; gives answers a second.
 * @throws when an answer is not 200
 */
export async function throughput(targets: readonly Target[], ms: number): Promise<number> {
  let answered = 0;
  let refused = 0;
  const sockets = targets.map(({ url }) => connect(Number(new URL(url).port), new URL(url).hostname));
  const startedAt = performance.now();
  for (const [index, socket] of sockets.entries()) {
    socket.on('error', () => (refused += 1));
    socket.once('connect', () =>
      keepAsking(socket, requestOf(targets[index]), (status) => {
        if (status === 200) answered += 1;
        else refused += 1;
      }),
    );
  }
  await new Promise((resolve) => setTimeout(resolve, ms));
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const socket of sockets) socket.destroy();
  if (refused > 0) throw new Error(`${refused} requests were refused`);
  return answered / seconds;
}
