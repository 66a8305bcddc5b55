import { randomBytes, randomUUID } from 'node:crypto';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { AccountPrincipals } from '../../src/auth/account-principals.service.js';
import type { DeviceRepository } from '../../src/auth/device.repository.js';
import { JwtOptionalGuard } from '../../src/platform/access/jwt-optional.guard.js';
import { AccessTokenStrategy } from '../../src/platform/access/tokens/access-token.strategy.js';
import { AccessTokens } from '../../src/platform/access/tokens/access-tokens.js';
import type { Notices } from '../../src/platform/database/notices.js';
import type { DomainEvents } from '../../src/platform/events/domain-events.js';
import { attachContext, GUEST, type RequestContext } from '../../src/platform/http/request-context.js';
import type { Logger } from '../../src/platform/logging/logger.js';
import type { Benchmark, Result } from '../benchmark.js';
import { median } from '../support/statistics.js';

const ROUNDS = 15;
const CHECKS = 5_000;
const MAX_US = 40;

const context = (): RequestContext => ({
  requestId: 'bench',
  language: 'ko',
  ip: '127.0.0.1',
  userAgent: 'bench',
  principal: GUEST,
  refusal: null,
  abort: new AbortController(),
  timeLimit: null,
});

async function run(): Promise<Result[]> {
  const secret = () => ({ secret: randomBytes(48).toString('base64url') });
  const tokens = new AccessTokens({ access: [secret()], refresh: [secret()], accessTtlMs: 900_000, refreshTtlMs: 86_400_000 });
  // Passport knows the strategy from here on.
  new AccessTokenStrategy(tokens);
  const holder = { role: 'user', one_time_password: false, has_mfa: false, last_seen_at: null };
  const devices = { findHolder: () => Promise.resolve(holder), touch: () => Promise.resolve() } as unknown as DeviceRepository;
  const notices = { isLive: true, onRestored: () => undefined } as unknown as Notices;
  const principals = new AccountPrincipals(devices, notices, {} as Logger, { on: () => undefined } as unknown as DomainEvents);
  const guard = new JwtOptionalGuard(principals, new Reflector());
  const { token } = tokens.signAccess({ userId: randomUUID(), deviceId: randomUUID() });
  const headers = { authorization: `Bearer ${token}` };

  const check = async () => {
    const request = { headers } as unknown as Request;
    const known = context();
    attachContext(request, known);
    const http = { getRequest: () => request, getResponse: () => ({}), getNext: () => undefined };
    await guard.canActivate({ switchToHttp: () => http, getHandler: () => check } as unknown as ExecutionContext);
    if (known.principal.kind !== 'user') throw new Error('the token was not accepted');
  };

  const cpuOf = async (work: () => Promise<void> | void): Promise<number> => {
    const before = process.cpuUsage();
    for (let index = 0; index < CHECKS; index += 1) await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / CHECKS;
  };
  await cpuOf(check);
  const [guards, signatures]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    guards.push(await cpuOf(check));
    signatures.push(await cpuOf(() => void tokens.verify(token, 'access', 'guest')));
  }
  const [whole, signature] = [median(guards), median(signatures)];
  return [
    { figure: 'CPU of signature and claims alone', value: `${signature.toFixed(1)} µs` },
    { figure: 'CPU of the whole check: guard, passport, claims, holder', value: `${whole.toFixed(1)} µs`, wanted: `< ${MAX_US} µs`, isMet: whole < MAX_US },
  ];
}

export const tokenCheck: Benchmark = {
  name: 'token-check',
  method:
    `Median of ${ROUNDS} rounds of ${CHECKS} checks by the guard that every request passes, with the holder in memory as it is for a second after ` +
    'each look into the database; user and system time of the process, without HTTP.',
  run,
};
