import { Injectable } from '@nestjs/common';
import type { Namespace } from 'socket.io';
import type { z } from 'zod';
import { type ServerEventName, ServerEvents } from '../../../libs/contracts/realtime.js';
import { Logger } from '../logging/logger.js';
import { type Audience, rooms } from './rooms.js';
import type { SessionConnection } from './session-connection.js';

type Payload<Name extends ServerEventName> = z.input<(typeof ServerEvents)[Name]>;

export interface EmitOptions {
  /** Everyone but this connection. */
  except?: SessionConnection;
}

/**
 * Sends events to clients, whichever instance they are connected to. Only what the contract names goes out: anything else stops
 * the event.
 */
@Injectable()
export class RealtimeEmitter {
  private namespace: Namespace | null = null;

  constructor(private readonly logger: Logger) {}

  attach(namespace: Namespace): void {
    this.namespace = namespace;
  }

  toSession<Name extends ServerEventName>(
    sessionId: string,
    event: Name,
    payload: Payload<Name>,
    audience: Audience,
    { except }: EmitOptions = {},
  ): void {
    const room = this.namespace?.to(rooms.session(sessionId, audience));
    const target = except === undefined ? room : room?.except(except.id);
    this.checked(event, payload, (checked) => target?.emit(event, checked));
  }

  /** To a user's connections, whatever session they belong to. */
  toUser<Name extends ServerEventName>(userId: string, event: Name, payload: Payload<Name>): void {
    this.checked(event, payload, (checked) => this.namespace?.to(rooms.user(userId)).emit(event, checked));
  }

  /** To one connection; sent again if the client misses it and resumes. */
  toConnection<Name extends ServerEventName>({ id }: SessionConnection, event: Name, payload: Payload<Name>): void {
    const target = this.namespace?.to(id);
    this.checked(event, payload, (checked) => target?.emit(event, checked));
  }

  /** To one connection of this process, now or never: about the connection itself. */
  notify<Name extends ServerEventName>({ id }: SessionConnection, event: Name, payload: Payload<Name>): void {
    this.checked(event, payload, (checked) => this.namespace?.to(id).local.emit(event, checked));
  }

  private checked<Name extends ServerEventName>(event: Name, payload: Payload<Name>, send: (checked: unknown) => void): void {
    const parsed = ServerEvents[event].safeParse(payload);
    if (parsed.success) send(parsed.data);
    else this.logger.error({ err: parsed.error, event }, 'an event was not sent: it is not what the contract says');
  }
}
