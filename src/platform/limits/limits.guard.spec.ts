import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, type ExecutionContext, Get, Global, Module, Post } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { NextFunction, Request, Response } from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { recordingLogger, type LogLine } from '../../../test/harness/recording-logger.js';
import { AppConfig } from '../config/app-config.js';
import { ConfigModule } from '../config/config.module.js';
import { DomainEvents, type DomainEventMap } from '../events/domain-events.js';
import { EventsModule } from '../events/events.module.js';
import { FailureFilter } from '../http/failure.filter.js';
import { HttpModule } from '../http/http.module.js';
import { attachContext, contextOf, GUEST } from '../http/request-context.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { Logger } from '../logging/logger.js';
import { Limit, SkipLimit } from './limit.decorators.js';
import { LimitsGuard } from './limits.guard.js';
import { LimitsModule } from './limits.module.js';
import { RateThrottlerStorage } from './rate-throttler-storage.js';
import { SlowDown } from './slow-down.js';

@Controller('things')
class ThingsController {
  @Get()
  list() {
    return 'things';
  }

  @Post()
  make() {
    return 'made';
  }

  @Post('speech')
  @Limit('transcription')
  speech() {
    return 'text';
  }

  @Get('health')
  @SkipLimit()
  health() {
    return 'ok';
  }
}

/** The part of the request middleware that limits need. */
function withContext(request: Request, response: Response, next: NextFunction): void {
  const abort = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) abort.abort();
  });
  attachContext(request, {
    requestId: 'test',
    language: 'en',
    ip: request.ip ?? '',
    userAgent: '',
    principal: GUEST,
    refusal: null,
    abort,
    timeLimit: null,
  });
  next();
}

/** Stands where the authentication guard stands: the user is whoever `x-user` says. */
const asUser = {
  canActivate(execution: ExecutionContext): boolean {
    const request = execution.switchToHttp().getRequest<Request>();
    const userId = request.get('x-user');
    if (userId !== undefined) {
      contextOf(request).principal = { kind: 'user', userId, role: 'user', deviceId: 'device', setupRequired: false };
    }
    return true;
  },
};

class Server {
  readonly refused: DomainEventMap['limit.refused'][] = [];
  readonly lines: LogLine[];

  private constructor(
    readonly app: NestExpressApplication,
    private readonly url: string,
    lines: LogLine[],
  ) {
    this.lines = lines;
    app.get(DomainEvents).on('limit.refused', (event) => void this.refused.push(event));
  }

  static async start(dataDir: string, environment: Record<string, string>): Promise<Server> {
    const { logger, lines } = recordingLogger();
    const config = AppConfig.from({ NODE_ENV: 'test', DATA_DIR: dataDir, SLOW_DOWN_STEP_MS: '0', ...environment });
    @Global()
    @Module({ providers: [{ provide: Logger, useValue: logger }], exports: [Logger] })
    class QuietModule {}
    const tested = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(config), QuietModule, EventsModule, HttpModule, LifecycleModule, LimitsModule],
      controllers: [ThingsController],
      providers: [
        { provide: APP_FILTER, useClass: FailureFilter },
        { provide: APP_GUARD, useValue: asUser },
        { provide: APP_GUARD, useExisting: LimitsGuard },
      ],
    }).compile();
    const app = tested.createNestApplication<NestExpressApplication>({ bodyParser: false });
    app.set('trust proxy', config.http.trustProxy);
    app.use(withContext);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new Server(app, `http://127.0.0.1:${port}/things`, lines);
  }

  async call(method: string, path = '', headers: Record<string, string> = {}, signal?: AbortSignal) {
    const answer = await fetch(this.url + path, { method, headers, signal: signal ?? null });
    const text = await answer.text();
    return { status: answer.status, text, field: (name: string) => answer.headers.get(name) };
  }

  async statuses(times: number, method: string, path = '', headers: Record<string, string> = {}): Promise<number[]> {
    const statuses: number[] = [];
    for (let index = 0; index < times; index++) statuses.push((await this.call(method, path, headers)).status);
    return statuses;
  }
}

describe('LimitsGuard', () => {
  const servers: Server[] = [];
  let dataDir: string;
  const start = async (environment: Record<string, string> = {}) => {
    const server = await Server.start(dataDir, environment);
    servers.push(server);
    return server;
  };
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'limits-'));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.app.close();
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('S22 limits reads and writes apart, with the fields of the IETF draft on every answer', async () => {
    const server = await start({ RATE_LIMIT_READ: '3', RATE_LIMIT_WRITE: '2' });
    const first = await server.call('GET');
    expect(first.field('ratelimit-policy')).toBe('"read";q=3;w=600');
    expect(first.field('ratelimit')).toBe('"read";r=2;t=600');
    expect(await server.statuses(3, 'GET')).toEqual([200, 200, 429]);
    expect(await server.statuses(3, 'POST')).toEqual([201, 201, 429]);

    const refused = await server.call('GET', '', { 'accept-language': 'en' });
    expect(refused.field('ratelimit')).toMatch(/^"read";r=0;t=(599|600)$/);
    expect(refused.field('ratelimit-policy')).toBe('"read";q=3;w=600');
    expect(refused.field('retry-after')).toMatch(/^(599|600)$/);
    expect(JSON.parse(refused.text)).toMatchObject({ success: false, error: { code: 'RATE_LIMITED' } });
    const reported = { surface: 'http', tier: 'read', userId: null, ip: '127.0.0.1', isEnforced: true };
    expect(server.refused.at(-1)).toMatchObject(reported);
  });

  it('S22 counts by user when there is one, and gives him twice as much', async () => {
    const server = await start({ RATE_LIMIT_READ: '2' });
    const one = { 'x-user': 'one' };
    expect((await server.call('GET', '', one)).field('ratelimit-policy')).toBe('"read";q=4;w=600');
    expect(await server.statuses(4, 'GET', '', one)).toEqual([200, 200, 200, 429]);
    expect(await server.statuses(1, 'GET', '', { 'x-user': 'two' })).toEqual([200]);
    expect(await server.statuses(3, 'GET')).toEqual([200, 200, 429]);
  });

  it('S22 believes a forwarded address only behind the configured number of proxies', async () => {
    const direct = await start({ RATE_LIMIT_READ: '1' });
    expect((await direct.call('GET', '', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(200);
    expect((await direct.call('GET', '', { 'x-forwarded-for': '192.0.2.2' })).status).toBe(429);

    const behind = await start({ RATE_LIMIT_READ: '1', TRUST_PROXY: '1' });
    const from = (...addresses: string[]) => behind.call('GET', '', { 'x-forwarded-for': addresses.join(', ') });
    expect((await from('192.0.2.1')).status).toBe(200);
    expect((await from('192.0.2.2')).status).toBe(200);
    expect((await from('198.51.100.9', '192.0.2.1')).status).toBe(429);
    expect((await from('2001:db8::1')).status).toBe(200);
    expect((await from('2001:db8:0:ff::1')).status).toBe(429);
  });

  it('S22 counts a stricter tier by itself', async () => {
    const server = await start({ RATE_LIMIT_STT: '1', RATE_LIMIT_WRITE: '5' });
    expect((await server.call('POST', '/speech')).field('ratelimit-policy')).toBe('"transcription";q=1;w=600');
    expect(await server.statuses(1, 'POST', '/speech')).toEqual([429]);
    expect(await server.statuses(5, 'POST')).toEqual([201, 201, 201, 201, 201]);
  });

  it('S22 never limits health', async () => {
    const server = await start({ RATE_LIMIT_READ: '1' });
    expect(await server.statuses(5, 'GET', '/health')).toEqual([200, 200, 200, 200, 200]);
    expect((await server.call('GET', '/health')).field('ratelimit')).toBeNull();
  });

  it('S22 delays a request over the threshold before it refuses any', async () => {
    const server = await start({ RATE_LIMIT_READ: '5', SLOW_DOWN_STEP_MS: '60', SLOW_DOWN_AFTER: '0.6' });
    const times: number[] = [];
    for (let index = 0; index < 6; index++) {
      const startedAt = performance.now();
      const { status } = await server.call('GET');
      times.push(performance.now() - startedAt);
      expect(status).toBe(index < 5 ? 200 : 429);
    }
    expect(times[3]).toBeGreaterThanOrEqual(59);
    expect(times[4]).toBeGreaterThanOrEqual(119);
    expect(times[5]).toBeLessThan(59);
  });

  it('S22 ends a delay when the client leaves', async () => {
    const server = await start({ RATE_LIMIT_READ: '5', SLOW_DOWN_STEP_MS: '20000', SLOW_DOWN_AFTER: '0' });
    const slowDown = server.app.get(SlowDown);
    const client = new AbortController();
    const call = server.call('GET', '', {}, client.signal).catch((error: unknown) => error);
    await expect.poll(() => slowDown.count).toBe(1);
    client.abort();
    await call;
    await expect.poll(() => slowDown.count).toBe(0);
  });

  it('only logs in the dry run', async () => {
    const server = await start({ RATE_LIMIT_READ: '1', RATE_LIMIT_DRY_RUN: 'true' });
    expect(await server.statuses(3, 'GET')).toEqual([200, 200, 200]);
    expect(server.refused).toHaveLength(2);
    expect(server.refused[0]).toMatchObject({ isEnforced: false });
    expect(server.lines.filter(({ level }) => level === 'warn')).toHaveLength(2);
  });

  it('answers as a storage of the throttler does', async () => {
    const server = await start();
    const storage = server.app.get(RateThrottlerStorage);
    const first = { totalHits: 1, isBlocked: false, timeToExpire: 2, timeToBlockExpire: 0 };
    expect(await storage.increment('key', 1_500, 1)).toMatchObject(first);
    expect(await storage.increment('key', 1_500, 1)).toMatchObject({ totalHits: 1, isBlocked: true, timeToBlockExpire: 2 });
  });
});
