import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { ERROR_CATALOGUE, type ErrorCode } from '../../../libs/contracts/errors.js';
import { describeIssues } from '../../../libs/contracts/validation-messages.js';
import { isAllowed } from '../access/permissions.js';
import { roleOf } from '../access/principal.js';
import { AppError } from '../errors/app-error.js';
import { DomainEvents } from '../events/domain-events.js';
import { toAppError } from '../http/failure.js';
import { Failures } from '../http/failures.js';
import { runInContext } from '../http/request-context.js';
import '../limits/limit-events.js';
import type { EventClass, Verdict } from './connection-limits.js';
import { EventRegistry, type RegisteredEvent } from './event-registry.js';
import { RealtimeEmitter } from './realtime-emitter.js';
import type { PendingEvent, SessionConnection } from './session-connection.js';

declare module '../events/domain-events.js' {
  interface DomainEventMap {
    /** For counting: a client event was acknowledged. `event` is one of the contract's names, or "unknown". */
    'socket.event': { event: string; outcome: 'ok' | ErrorCode; durationMs: number };
  }
}

/** Events that a connection may have under work; further ones are refused rather than queued. */
const MAX_PENDING = 256;
const BUSY_RETRY_MS = 1_000;

type Acknowledge = (answer: object) => void;
const nobodyListens: Acknowledge = () => undefined;

/**
 * The way of every client event: limits, policy, schema, handler, acknowledgement. Whatever a client sends is acknowledged if
 * it asked for an acknowledgement, once.
 */
@Injectable()
export class EventDispatcher {
  private isDraining = false;

  constructor(
    private readonly registry: EventRegistry,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
    private readonly failures: Failures,
  ) {}

  /** From now on events are refused, so that clients send them to the server that they reconnect to. */
  startDraining(): void {
    this.isDraining = true;
  }

  /**
   * `packet` is what socket.io gives its middlewares: the name, the arguments, and the acknowledgement if the client asked for
   * one.
   */
  receive(connection: SessionConnection, packet: readonly unknown[]): void {
    if (connection.isClosing && !this.isDraining) return;
    const last = packet.at(-1);
    const asked = packet.length > 1 && typeof last === 'function';
    const acknowledge = asked ? (last as Acknowledge) : nobodyListens;
    const entry = this.registry.find(packet[0]);
    const startedAt = performance.now();
    const answer = (outcome: 'ok' | ErrorCode, body: object): void => {
      acknowledge(body);
      this.events.emit('socket.event', { event: entry?.event ?? 'unknown', outcome, durationMs: performance.now() - startedAt });
    };
    const refuse = (thrown: unknown): void => {
      const error = toAppError(thrown);
      if (error.code !== 'RATE_LIMITED') this.failures.record(`socket ${entry?.event ?? 'unknown'}`, error);
      answer(error.code, failureOf(error, connection));
    };

    const eventClass = entry?.eventClass ?? 'events';
    const verdict = connection.limits.take(eventClass, startedAt);
    if (verdict.warning !== null) this.emitter.notify(connection, 'limit:warning', verdict.warning);
    if (verdict.retryAfterMs > 0) {
      refuse(new AppError('RATE_LIMITED', { retryAfterMs: verdict.retryAfterMs }));
      this.overLimit(connection, eventClass, entry?.event ?? 'unknown', verdict);
      return;
    }
    const args = asked ? packet.slice(1, -1) : packet.slice(1);
    runInContext(connection.context, () => this.handle(connection, entry, args, answer, refuse));
  }

  private handle(
    connection: SessionConnection,
    entry: RegisteredEvent | undefined,
    args: readonly unknown[],
    answer: (outcome: 'ok', body: object) => void,
    refuse: (thrown: unknown) => void,
  ): void {
    try {
      if (this.isDraining || connection.pending.size >= MAX_PENDING) {
        throw new AppError('SERVICE_UNAVAILABLE', { retryAfterMs: BUSY_RETRY_MS });
      }
      if (entry === undefined) throw new AppError('NOT_FOUND');
      authorize(connection, entry);
      const result = entry.run(parse(connection, entry, args), connection);
      if (result instanceof Promise) this.settle(connection, entry, result, answer, refuse);
      else answer('ok', successOf(entry, result));
    } catch (error) {
      refuse(error);
    }
  }

  private settle(
    connection: SessionConnection,
    entry: RegisteredEvent,
    result: Promise<unknown>,
    answer: (outcome: 'ok', body: object) => void,
    refuse: (thrown: unknown) => void,
  ): void {
    const pending: PendingEvent = {
      startedAt: performance.now(),
      expire: () => {
        if (connection.pending.delete(pending)) refuse(new AppError('TIMEOUT'));
      },
    };
    connection.pending.add(pending);
    result
      .then((fields) => {
        const body = successOf(entry, fields);
        if (connection.pending.delete(pending)) answer('ok', body);
      })
      .catch((error: unknown) => {
        if (connection.pending.delete(pending)) refuse(error);
        else this.failures.record(`socket ${entry.event}`, error);
      });
  }

  private overLimit(connection: SessionConnection, tier: EventClass, route: string, verdict: Verdict): void {
    const { isNews, isExceeded, retryAfterMs } = verdict;
    this.events.emit('limit.decided', { surface: 'socket', tier, outcome: 'refused' });
    if (isNews || isExceeded) {
      const { principal, context } = connection;
      const userId = principal.kind === 'user' ? principal.userId : null;
      this.events.emit('limit.refused', { surface: 'socket', tier, route, userId, ip: context.ip, isEnforced: true });
    }
    if (!isExceeded) return;
    const limit = connection.limits.rates[tier];
    this.emitter.notify(connection, 'limit:exceeded', { name: tier, limit, retryAfterMs });
    connection.close();
  }
}

function authorize({ principal, role }: SessionConnection, { policy }: RegisteredEvent): void {
  if (policy === null) throw new AppError('FORBIDDEN', { cause: new Error('the event declares no policy') });
  const isPermitted = isAllowed(roleOf(principal), policy.permission) && policy.relations.includes(role);
  if (!isPermitted) throw new AppError('FORBIDDEN');
}

function parse({ context }: SessionConnection, { schema }: RegisteredEvent, args: readonly unknown[]): unknown {
  const [payload] = args;
  if (args.length > 1 || !isPlain(payload)) {
    const path = args.length > 1 ? 'payload.1' : 'payload';
    throw new AppError('VALIDATION_ERROR', { details: [{ path, message: NOT_PLAIN[context.language] }] });
  }
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const details = describeIssues(parsed.error, context.language);
  throw new AppError('VALIDATION_ERROR', {
    details: details.map(({ path, message }) => ({ path: path === '' ? 'payload' : `payload.${path}`, message })),
  });
}

/** More fields than any event has, so that a hundred thousand of them are not each reported as unknown. */
const MAX_FIELDS = 32;
const NOT_PLAIN = { ko: '하나의 객체만 보낼 수 있습니다.', en: 'must be one object with few fields' };

/** Nothing, or one object as JSON knows it. A binary value would be read as an object with a field a byte. */
function isPlain(payload: unknown): boolean {
  if (payload === undefined || payload === null) return true;
  if (typeof payload !== 'object' || Array.isArray(payload)) return false;
  if (ArrayBuffer.isView(payload) || payload instanceof ArrayBuffer) return false;
  let fields = 0;
  for (const name in payload) if (Object.hasOwn(payload, name) && ++fields > MAX_FIELDS) return false;
  return true;
}

const OK = Object.freeze({ ok: true });

/** Only what the contract names goes out; anything else stops the answer. */
const successOf = ({ ackSchema }: RegisteredEvent, fields: unknown): object =>
  fields === undefined || fields === null ? ackSchema.parse(OK) : ackSchema.parse({ ok: true, ...fields });

function failureOf(error: AppError, { context }: SessionConnection): object {
  const { code, details, retryAfterMs } = error;
  return {
    ok: false,
    error: {
      code,
      message: ERROR_CATALOGUE[code][context.language],
      ...(code === 'VALIDATION_ERROR' ? { details: details ?? [] } : {}),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(retryAfterMs) }),
    },
  };
}
