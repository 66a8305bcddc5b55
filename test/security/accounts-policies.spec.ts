import { randomUUID } from 'node:crypto';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClientEvents } from '../../libs/contracts/realtime.js';
import { AppModule } from '../../src/app.module.js';
import { AccountAdmin } from '../../src/auth/account-admin.service.js';
import { PERMISSIONS } from '../../src/platform/access/permissions.js';
import { configureHttp } from '../../src/platform/http/configure-http.js';
import { describeApi } from '../../src/platform/http/openapi.js';
import { EnvelopeAdapter } from '../../src/platform/http/envelope.adapter.js';
import { EventRegistry } from '../../src/platform/realtime/event-registry.js';
import { logIn, newEmail, signUp } from '../harness/accounts.js';
import { ApiClient } from '../harness/api-client.js';
import { type DeclaredRoute, routesOf } from '../harness/routes.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

const nameOf = ({ method, path }: DeclaredRoute) => `${method} ${path}`;
const withIds = (path: string) => path.replaceAll(/:\w+/g, () => randomUUID());

/** What an account that is not set up yet may do. */
const SETUP_ROUTES = [
  'GET /auth/me',
  'POST /auth/logout',
  'POST /auth/logout-all',
  'POST /auth/mfa/enroll',
  'POST /auth/mfa/verify',
  'POST /auth/password',
];

/** What needs no token at all. A route that joins them does it here, in plain sight. */
const PUBLIC_ROUTES = [
  'GET //',
  'GET //health',
  'GET //health/live',
  'GET //health/ready',
  'GET //metrics',
  'GET /errors/stats',
  'POST /auth/login',
  'POST /auth/password/forgot',
  'POST /auth/password/reset',
  'POST /auth/refresh',
  'POST /auth/signup',
];

describe('policies', () => {
  let server: TestApp;
  let routes: DeclaredRoute[];
  beforeAll(async () => {
    server = await startTestApp();
    routes = routesOf(server.app);
  });
  afterAll(async () => {
    await server.close();
  });

  it('S10 every route declares who may call it, and every event', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter(({ policy }) => policy === undefined).map(({ handler }) => handler)).toEqual([]);
    const events = server.app.get(EventRegistry).all();
    expect(events.filter(({ policy }) => policy === null).map(({ handler }) => handler)).toEqual([]);
    const contract = new Set(Object.keys(ClientEvents));
    expect(events.map(({ event }) => event).filter((event) => !contract.has(event))).toEqual([]);
  });

  it('S10 the API description shows every one of them with its permission', () => {
    const { paths } = describeApi(server.app);
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path.startsWith('/api/v1') ? path.slice('/api/v1'.length) : `/${path}`}`.replaceAll(/\{(\w+)\}/g, ':$1'),
        permission: (operation as Record<string, unknown>)['x-permission'],
      })),
    );
    const declared = routes.map((route) => ({ name: nameOf(route), permission: route.policy?.permission }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(described.sort(byName)).toEqual(declared.sort(byName));
  });

  it('S10 only what stands in this list needs no token', () => {
    const open = routes.filter(({ policy }) => policy?.permission === 'public').map(nameOf);
    expect(open.filter((name) => !PUBLIC_ROUTES.includes(name))).toEqual([]);
  });

  it('S11 no token is 401 wherever guests have nothing to do, before the body is looked at', async () => {
    for (const route of routes) {
      const { method, path, policy } = route;
      if (policy === undefined) continue;
      const roles: readonly string[] = PERMISSIONS[policy.permission];
      if (roles.includes('guest') && policy.session === null) continue;
      const { status, error } = await server.guest.call(method, withIds(path), method === 'GET' ? undefined : { nonsense: true });
      expect([nameOf(route), status, error?.code]).toEqual([nameOf(route), 401, 'UNAUTHENTICATED']);
    }
  });

  it('S11 a role without the permission is 403 where no session is named, whatever it sends', async () => {
    const { api } = await signUp(server.guest);
    for (const route of routes) {
      const { method, path, policy } = route;
      if (policy?.session !== null) continue;
      const roles: readonly string[] = PERMISSIONS[policy.permission];
      if (roles.includes('user')) continue;
      const { status, error } = await api.call(method, withIds(path), method === 'GET' ? undefined : { nonsense: true });
      expect([nameOf(route), status, error?.code]).toEqual([nameOf(route), 403, 'FORBIDDEN']);
    }
  });

  it('S7 an account that is not set up gets SETUP_REQUIRED everywhere but where it sets itself up', async () => {
    expect(routes.filter(({ policy }) => policy?.duringSetup).map(nameOf).sort()).toEqual(SETUP_ROUTES);
    const email = newEmail('counselor');
    const { oneTimePassword } = await server.app.get(AccountAdmin).create({ email, username: 'x', role: 'counselor', languages: ['ko'] });
    const { api } = await logIn(server.guest, { email, password: oneTimePassword });
    for (const route of routes) {
      const { method, path, policy } = route;
      if (policy === undefined || policy.duringSetup || policy.permission === 'public') continue;
      const roles: readonly string[] = PERMISSIONS[policy.permission];
      if (!roles.includes('counselor')) continue;
      const { error } = await api.call(method, withIds(path), method === 'GET' ? undefined : {});
      expect([nameOf(route), error?.code]).toEqual([nameOf(route), 'SETUP_REQUIRED']);
    }
  });

  it('S10 a route that declares nothing is refused, for everybody', async () => {
    @Controller('forgotten')
    class ForgottenController {
      @Get()
      read() {
        return { secret: 'not to be seen' };
      }
    }
    @Module({ imports: [AppModule.forRoot(server.config, { write: () => undefined })], controllers: [ForgottenController] })
    class WithForgotten {}
    const app = await NestFactory.create<NestExpressApplication>(WithForgotten, new EnvelopeAdapter(), { bodyParser: false, logger: false });
    configureHttp(app);
    await app.listen(0, '127.0.0.1');
    try {
      const guest = new ApiClient(await app.getUrl());
      const { accessToken } = await signUp(server.guest);
      for (const api of [guest, guest.as(accessToken)]) {
        const answer = await api.get('/forgotten');
        expect([answer.status, answer.error?.code, answer.data]).toEqual([403, 'FORBIDDEN', undefined]);
      }
    } finally {
      await app.close();
    }
  });
});
