import { Injectable } from '@nestjs/common';
import { Logger } from '../logging/logger.js';

/** Features add their events by declaration merging: `declare module '…/domain-events.js' { interface DomainEventMap { 'x.y': Payload } }`. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the features through declaration merging
export interface DomainEventMap {}

type Name = keyof DomainEventMap;
type Handler<Event extends Name> = (payload: DomainEventMap[Event]) => void | Promise<void>;

/** Typed events inside this process. Handlers run after the emitter's own work; one that fails is logged and harms nobody else. */
@Injectable()
export class DomainEvents {
  private readonly handlers = new Map<string, ((payload: never) => void | Promise<void>)[]>();

  constructor(private readonly logger: Logger) {}

  on<Event extends Name>(event: Event, handler: Handler<Event>): void {
    const handlers = this.handlers.get(event) ?? [];
    handlers.push(handler);
    this.handlers.set(event, handlers);
  }

  emit<Event extends Name>(event: Event, payload: DomainEventMap[Event]): void {
    const handlers = this.handlers.get(event);
    if (handlers === undefined) return;
    for (const handler of handlers) {
      try {
        const outcome: unknown = handler(payload as never);
        if (outcome instanceof Promise) outcome.catch((error: unknown) => this.failed(event, error));
      } catch (error) {
        this.failed(event, error);
      }
    }
  }

  private failed(event: Name, error: unknown): void {
    this.logger.error({ err: error, event }, 'an event handler failed');
  }
}
