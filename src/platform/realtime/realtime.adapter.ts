import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { INestApplication } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Adapter } from 'socket.io-adapter';
import { type Namespace, Server, type ServerOptions } from 'socket.io';
import { ERROR_CATALOGUE } from '../../../libs/contracts/errors.js';
import { REALTIME_NAMESPACE } from '../../../libs/contracts/realtime.js';
import { corsOptions } from '../http/cors.js';
import { securityHeaders } from '../http/security-headers.js';
import { addressKey } from '../limits/address-key.js';
import { clientAddress } from './client-address.js';
import type { RealtimeSettings } from './realtime-settings.js';
import { type EventLog, RESUME_WITHIN_MS } from './replay/event-log.js';
import { type AdapterClients, replayAdapter } from './replay/replay-adapter.js';

/** Together they tell how soon a dead line is noticed: `NOTICE_MS` of the event log is longer. */
const PING_INTERVAL_MS = 15_000;
const PING_TIMEOUT_MS = 10_000;
/** How long a line may be open without a namespace. */
const JOIN_WITHIN_MS = 10_000;

type NestOptions = Parameters<IoAdapter['createIOServer']>[1];
type NestServer = ReturnType<IoAdapter['createIOServer']>;

/** socket.io as contract §4 has it. */
export class RealtimeAdapter extends IoAdapter {
  private readonly lines = new Map<string, number>();

  constructor(
    app: INestApplication,
    private readonly settings: RealtimeSettings,
    private readonly log: EventLog,
    private readonly clients: AdapterClients | null,
  ) {
    super(app);
  }

  override createIOServer(port: number, options: NestOptions): NestServer {
    return this.createServer(port, options);
  }

  private createServer(port: number, options: Partial<ServerOptions> | undefined): Server {
    const Replaying = replayAdapter(this.log, this.clients);
    // socket.io calls it with `new`, which takes what a plain function returns and refuses an arrow.
    const adapterOf = function (namespace: Namespace): Adapter {
      return namespace.name === REALTIME_NAMESPACE ? new Replaying(namespace) : new Adapter(namespace);
    };
    const realtime: Partial<ServerOptions> = {
      adapter: adapterOf,
      cors: corsOptions(this.settings.origins),
      allowRequest: (request, decide) => decide(null, this.hasRoomFor(request)),
      maxHttpBufferSize: this.settings.maxBytes,
      connectionStateRecovery: { maxDisconnectionDuration: RESUME_WITHIN_MS, skipMiddlewares: false },
      perMessageDeflate: false,
      httpCompression: false,
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: PING_TIMEOUT_MS,
      connectTimeout: JOIN_WITHIN_MS,
      serveClient: false,
      allowEIO3: false,
    };
    const server = new Server((this.httpServer as HttpServer | undefined) ?? port, { ...options, ...realtime });
    const headers = securityHeaders(this.settings.isProduction);
    server.engine.use((request: Request, response: Response, next: NextFunction) => {
      // What Express would have made of the request.
      Reflect.set(request, 'path', '/socket.io');
      headers(request, response, next);
    });
    server.engine.on('connection', (line: { request: IncomingMessage; once(event: 'close', listener: () => void): void }) => {
      const key = this.addressOf(line.request);
      this.lines.set(key, (this.lines.get(key) ?? 0) + 1);
      line.once('close', () => {
        const left = (this.lines.get(key) ?? 1) - 1;
        if (left === 0) this.lines.delete(key);
        else this.lines.set(key, left);
      });
    });
    // Every client can join the root namespace, and nothing there would ask who it is.
    server.use((_socket, next) => next(Object.assign(new Error(ERROR_CATALOGUE.NOT_FOUND.en), { data: { code: 'NOT_FOUND' } })));
    return server;
  }

  /** A line that is already open may send on. */
  private hasRoomFor(request: IncomingMessage): boolean {
    const isNew = !/[?&]sid=/.test(request.url ?? '');
    return !isNew || (this.lines.get(this.addressOf(request)) ?? 0) < this.settings.maxLinesPerAddress;
  }

  private addressOf({ socket, headers }: IncomingMessage): string {
    return addressKey(clientAddress(socket.remoteAddress ?? '', headers, this.settings.trustProxy));
  }
}
