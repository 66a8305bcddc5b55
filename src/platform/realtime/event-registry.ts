import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ClientAcks, ClientEvents, type ClientEventName } from '../../../libs/contracts/realtime.js';
import {
  CLIENT_EVENT,
  CONNECTION_LISTENER,
  type Disconnection,
  EVENT_POLICY,
  type EventPolicy,
} from './client-event.decorators.js';
import { classOf, type EventClass } from './connection-limits.js';
import type { SessionConnection } from './session-connection.js';

type Method = (...args: unknown[]) => unknown;

export interface RegisteredEvent {
  readonly event: ClientEventName;
  /** Class and method, for tests and logs. */
  readonly handler: string;
  /** Null when nobody declared one: then the event is refused. */
  readonly policy: EventPolicy | null;
  readonly eventClass: EventClass;
  readonly schema: (typeof ClientEvents)[ClientEventName];
  readonly ackSchema: (typeof ClientAcks)[ClientEventName];
  run(payload: unknown, connection: SessionConnection): unknown;
}

/** Every handler of a client event and every listener for connections, found in the providers of all modules at the start. */
@Injectable()
export class EventRegistry implements OnApplicationBootstrap {
  private readonly events = new Map<string, RegisteredEvent>();
  private readonly listeners: { connected: Method[]; disconnected: Method[] } = { connected: [], disconnected: [] };

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance === 'object' && instance !== null) this.register(instance as object);
    }
  }

  find(event: unknown): RegisteredEvent | undefined {
    return typeof event === 'string' ? this.events.get(event) : undefined;
  }

  /** For the test that walks every event. */
  all(): RegisteredEvent[] {
    return [...this.events.values()];
  }

  get connected(): readonly ((connection: SessionConnection) => unknown)[] {
    return this.listeners.connected;
  }

  get disconnected(): readonly ((connection: SessionConnection, disconnection: Disconnection) => unknown)[] {
    return this.listeners.disconnected;
  }

  private register(instance: object): void {
    const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
    if (prototype === null) return;
    for (const name of this.scanner.getAllMethodNames(prototype)) {
      const method = prototype[name];
      if (typeof method !== 'function') continue;
      const event = Reflect.getMetadata(CLIENT_EVENT, method) as ClientEventName | undefined;
      const listener = Reflect.getMetadata(CONNECTION_LISTENER, method) as 'connected' | 'disconnected' | undefined;
      const bound = method.bind(instance) as Method;
      if (listener !== undefined) this.listeners[listener].push(bound);
      if (event !== undefined) this.add(event, `${instance.constructor.name}.${name}`, method, bound);
    }
  }

  private add(event: ClientEventName, handler: string, method: object, run: Method): void {
    const existing = this.events.get(event);
    if (existing !== undefined) throw new Error(`two handlers of one event: ${existing.handler} and ${handler}`);
    const policy = (Reflect.getMetadata(EVENT_POLICY, method) as EventPolicy | undefined) ?? null;
    const schemas = { schema: ClientEvents[event], ackSchema: ClientAcks[event] };
    this.events.set(event, { event, handler, policy, eventClass: classOf(event), ...schemas, run });
  }
}
