import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour, Delivery } from './behaviours.js';

/** A request as it left the server under test. */
export interface VendorRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** Everything that was sent, as text: for asserting what is not in it. */
  raw: string;
  body: Buffer;
  /** `finished` when our answer was delivered whole, `aborted` when the client closed the connection or we cut it. */
  closed: Promise<'finished' | 'aborted'>;
}

/** Behaviours for one kind of request: first those queued, one a request, then the standing one. */
export class Script {
  private readonly queue: Behaviour[] = [];

  constructor(private standing: Behaviour) {}

  /** The next requests, one behaviour each. */
  next(...behaviours: Behaviour[]): this {
    this.queue.push(...behaviours);
    return this;
  }

  /** Every request for which nothing is queued. */
  always(behaviour: Behaviour): this {
    this.standing = behaviour;
    return this;
  }

  take(): Behaviour {
    return this.queue.shift() ?? this.standing;
  }
}

/** A vendor on loopback: takes requests, keeps them, and behaves as it is told. */
export abstract class VendorServer<Recorded extends VendorRequest> {
  /** In order of arrival. */
  readonly requests: Recorded[] = [];
  private readonly waiting = new Set<() => void>();
  private readonly server = createServer((request, response) => {
    this.receive(request, response).catch(() => response.destroy());
  });

  /** `http://127.0.0.1:<port>` */
  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How many connections are open now. */
  get connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
    });
  }

  /** The request at `index`, as soon as it has arrived. */
  async arrival(index = 0): Promise<Recorded> {
    for (;;) {
      const request = this.requests[index];
      if (request !== undefined) return request;
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    if (this.server.listening) await once(this.server, 'close');
  }

  protected async listen(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  protected abstract record(request: VendorRequest): Promise<Recorded>;
  protected abstract answer(request: Recorded, response: ServerResponse): Promise<void>;

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const closed = once(response, 'close').then(
      (): 'finished' | 'aborted' => (response.writableFinished ? 'finished' : 'aborted'),
    );
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const { method = '', url: path = '', headers } = request;
    const recorded = await this.record({ method, path, headers, body, raw: body.toString('latin1'), closed });
    this.requests.push(recorded);
    for (const wake of this.waiting) wake();
    this.waiting.clear();
    await this.answer(recorded, response);
  }
}

/** How a vendor puts things on the wire. */
export interface Wire {
  error: (failure: Extract<Behaviour, { kind: 'failure' }>) => unknown;
  /** Whether the time to wait is told in a header. */
  hasRetryAfter: boolean;
  chunk: (text: string) => unknown;
  /** What is written after the last chunk. */
  endEvents: (answer: Extract<Behaviour, { kind: 'answer' }>) => string[];
  refusal: (of: 'prompt' | 'answer') => unknown;
  transcript: (behaviour: Extract<Behaviour, { kind: 'transcript' }>) => unknown;
}

const EVENT_STREAM = 'text/event-stream; charset=utf-8';

export const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

/** Does to `response` what `behaviour` says. @param isStreamed whether the request asked for events */
export async function perform(behaviour: Behaviour, response: ServerResponse, wire: Wire, isStreamed: boolean): Promise<void> {
  const contentType = isStreamed ? EVENT_STREAM : 'application/json';
  const sendJson = (status: number, value: unknown, headers: Record<string, string> = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  const send = (value: unknown, ends = '') =>
    isStreamed ? response.writeHead(200, { 'content-type': EVENT_STREAM }).end(event(value) + ends) : sendJson(200, value);

  switch (behaviour.kind) {
    case 'answer':
      if (!isStreamed) throw new Error('this fake streams its answers');
      return streamAnswer(behaviour, response, wire);
    case 'transcript':
      await sleep(behaviour.delayMs);
      return deliver(Buffer.from(JSON.stringify(wire.transcript(behaviour))), behaviour.delivery, response);
    case 'failure':
      sendJson(behaviour.status, wire.error(behaviour), retryAfter(behaviour, wire));
      return;
    case 'refusal':
      send(wire.refusal(behaviour.of));
      return;
    case 'hang':
      return;
    case 'flood':
      response.writeHead(200, { 'content-type': contentType });
      if (!behaviour.hasEvents) response.write(isStreamed ? 'data: {"' : '{"');
      return flood(response, behaviour.hasEvents ? event(wire.chunk(behaviour.text)) : behaviour.text);
    case 'json':
      send(behaviour.value);
      return;
    case 'bytes':
      response.writeHead(200, { 'content-type': behaviour.contentType ?? contentType }).end(behaviour.body);
      return;
    case 'redirect':
      response.writeHead(307, { location: behaviour.to }).end();
  }
}

async function deliver(body: Buffer, delivery: Delivery, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  if (delivery === 'whole') {
    response.end(body);
    return;
  }
  if (delivery === 'cut') {
    await new Promise((resolve) => response.write(body.subarray(0, body.length >> 1), resolve));
    response.destroy();
    return;
  }
  for (const byte of body) {
    if (response.destroyed) return;
    await new Promise((resolve) => response.write(Buffer.of(byte), resolve));
    await sleep(delivery.everyMs);
  }
  response.end();
}

function retryAfter({ retryAfterSeconds }: Extract<Behaviour, { kind: 'failure' }>, wire: Wire): Record<string, string> {
  return wire.hasRetryAfter && retryAfterSeconds !== undefined ? { 'retry-after': String(retryAfterSeconds) } : {};
}

async function streamAnswer(answer: Extract<Behaviour, { kind: 'answer' }>, response: ServerResponse, wire: Wire): Promise<void> {
  response.writeHead(200, { 'content-type': EVENT_STREAM, 'cache-control': 'no-cache' });
  response.flushHeaders();
  for (const text of answer.chunks) {
    await sleep(answer.delayMs);
    if (response.destroyed) return;
    await new Promise((resolve) => response.write(event(wire.chunk(text)), resolve));
  }
  if (answer.ending === 'finished') response.end(wire.endEvents(answer).join(''));
  if (answer.ending === 'unfinished') response.end();
  if (answer.ending === 'cut') response.destroy();
}

async function flood(response: ServerResponse, piece: string): Promise<void> {
  while (!response.destroyed) await new Promise((resolve) => response.write(piece, resolve));
}
