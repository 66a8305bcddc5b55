import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { AppError } from '../../src/platform/errors/app-error.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { HttpModule } from '../../src/platform/http/http.module.js';
import { LifecycleModule } from '../../src/platform/lifecycle/lifecycle.module.js';
import { LimitsModule } from '../../src/platform/limits/limits.module.js';
import { SharedRedis } from '../../src/platform/limits/shared-redis.js';
import { Logger } from '../../src/platform/logging/logger.js';
import { configureRealtime } from '../../src/platform/realtime/configure-realtime.js';
import { HandshakeAuthenticator, type HandshakeGrant } from '../../src/platform/realtime/handshake-authenticator.js';
import { RealtimeModule } from '../../src/platform/realtime/realtime.module.js';
import { RealtimeSettings, realtimeSettings } from '../../src/platform/realtime/realtime-settings.js';
import { recordingLogger, type LogLine } from './recording-logger.js';

const PLATFORM = [EventsModule, HttpModule, LifecycleModule, LimitsModule, RealtimeModule];
/** All servers of a test can read each other. */
const SHARED_KEY = Array.from({ length: 64 }, (_, index) => (index * 7) % 36).map((digit) => digit.toString(36)).join('');

type ClientOptions = Partial<ManagerOptions & SocketOptions>;

export interface RealtimeAppOptions {
  gateways?: Type[];
  environment?: Record<string, string>;
  settings?: Partial<RealtimeSettings>;
  redis?: { url: string; prefix: string };
}

/** Who a token of these tests stands for. */
export interface TestGrant {
  userId?: string;
  /** A guest instead of a user. */
  guest?: boolean;
  deviceId?: string;
  sessionId?: string;
  role?: HandshakeGrant['role'];
  expiresAt?: number;
}

/** Tokens of these tests, valid at every server of the process until they are revoked. */
class TestTokens extends HandshakeAuthenticator {
  readonly grants = new Map<string, HandshakeGrant>();
  calls = 0;
  onAuthenticated: () => void = () => undefined;

  override authenticate({ token, sessionId }: { token: string; sessionId: string }): Promise<HandshakeGrant> {
    this.calls++;
    const grant = this.grants.get(token);
    if (grant === undefined) throw new AppError('TOKEN_INVALID');
    if (grant.sessionId !== sessionId) throw new AppError('NOT_FOUND');
    this.onAuthenticated();
    return Promise.resolve(grant);
  }

  issue(grant: TestGrant = {}) {
    const { userId = uuidv7(), guest = false, deviceId = uuidv7(), sessionId = uuidv7(), role = 'person', expiresAt } = grant;
    const token = `token-${uuidv7()}`;
    const principal = guest
      ? ({ kind: 'guest-session', sessionId, personId: userId } as const)
      : ({ kind: 'user', userId, role: role === 'person' ? 'user' : 'counselor', deviceId, setupRequired: false } as const);
    this.grants.set(token, { principal, sessionId, role, ...(expiresAt === undefined ? {} : { expiresAt }) });
    return { token, sessionId, userId, deviceId };
  }
}

export const tokens = new TestTokens();

/** A Nest application with sockets and nothing of the product: what the platform itself does. */
export class RealtimeApp {
  private readonly sockets: Socket[] = [];

  private constructor(
    readonly app: NestExpressApplication,
    readonly port: number,
    readonly lines: LogLine[],
    private readonly dataDir: string,
  ) {}

  static async start(options: RealtimeAppOptions = {}): Promise<RealtimeApp> {
    const dataDir = mkdtempSync(join(tmpdir(), 'realtime-'));
    try {
      return await RealtimeApp.startIn(dataDir, options);
    } catch (error) {
      rmSync(dataDir, { recursive: true, force: true });
      throw error;
    }
  }

  private static async startIn(dataDir: string, { gateways = [], environment = {}, settings = {}, redis }: RealtimeAppOptions): Promise<RealtimeApp> {
    const { logger, lines } = recordingLogger();
    const config = AppConfig.from({ NODE_ENV: 'test', DATA_DIR: dataDir, LOOKUP_KEY: SHARED_KEY, ...environment });
    @Global()
    @Module({
      providers: [
        { provide: Logger, useValue: logger },
        { provide: HandshakeAuthenticator, useValue: tokens },
      ],
      exports: [Logger, HandshakeAuthenticator],
    })
    class StandInModule {}
    const building = Test.createTestingModule({
      imports: [ConfigModule.forRoot(config), StandInModule, ...PLATFORM],
      providers: gateways,
    })
      .overrideProvider(RealtimeSettings)
      .useValue(Object.assign(realtimeSettings(config), settings));
    if (redis !== undefined) {
      const shared = await SharedRedis.connect(redis.url, logger, redis.prefix);
      building.overrideProvider(SharedRedis).useValue(shared);
    }
    const tested = await building.compile();
    const app = tested.createNestApplication<NestExpressApplication>({ bodyParser: false });
    app.useLogger(false);
    configureRealtime(app);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new RealtimeApp(app, port, lines, dataDir);
  }

  /** A client that has not connected yet. */
  client(auth: object, options: ClientOptions = {}, port = this.port): Socket {
    const socket = io(`http://127.0.0.1:${port}/session`, {
      auth,
      transports: ['websocket'],
      forceNew: true,
      autoConnect: false,
      reconnectionDelay: 10,
      reconnectionDelayMax: 50,
      ...options,
    });
    this.sockets.push(socket);
    return socket;
  }

  /** A connected client. */
  async connect(auth: object = tokens.issue(), options: ClientOptions = {}, port = this.port): Promise<Socket> {
    const socket = this.client(auth, options, port);
    socket.connect();
    await happens(socket, 'connect');
    return socket;
  }

  /** `data.code` of the refusal. */
  async refusal(auth: object, options: ClientOptions = {}): Promise<{ code: string; message: string }> {
    const socket = this.client(auth, { reconnection: false, ...options });
    socket.connect();
    const error = await new Promise<Error & { data?: { code: string; message: string } }>((resolve, reject) => {
      socket.once('connect_error', resolve);
      socket.once('connect', () => reject(new Error('it was let in')));
    });
    socket.disconnect();
    if (error.data === undefined) throw error;
    return error.data;
  }

  /** As a network does; the line comes back by itself. */
  cutSubscriptions(): void {
    this.app.get(SharedRedis).connections?.subscriber.stream.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.disconnect();
    await this.app.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** The arguments of the socket's next event of that name. */
export function happens(socket: Socket, event: string, withinMs = 5_000): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} within ${withinMs} ms`)), withinMs);
    socket.once(event, (...args: unknown[]) => {
      clearTimeout(timer);
      resolve(args);
    });
  });
}
