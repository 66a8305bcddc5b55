import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import type { ClientAcks, ClientEventName, ClientEvents } from '../../../libs/contracts/realtime.js';
import type { SessionRelation } from '../access/allow.decorator.js';
import type { Permission } from '../access/permissions.js';
import type { SessionConnection } from './session-connection.js';

export const CLIENT_EVENT = Symbol('client-event');
export const EVENT_POLICY = Symbol('event-policy');
export const CONNECTION_LISTENER = Symbol('connection-listener');

export interface EventPolicy {
  readonly permission: Permission;
  readonly relations: readonly SessionRelation[];
}

type Fields<Name extends ClientEventName> = Omit<z.output<(typeof ClientAcks)[Name]>, 'ok'>;
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- it is what a handler without fields returns
type Returned<Name extends ClientEventName> = keyof Fields<Name> extends never ? void : Fields<Name>;

/** Returns the fields of the acknowledgement beside `ok`, nothing when there are none. */
type Handler<Name extends ClientEventName> = (
  payload: z.output<(typeof ClientEvents)[Name]>,
  connection: SessionConnection,
) => Returned<Name> | Promise<Returned<Name>>;

type MethodDecoratorOf<Method> = <Actual extends Method>(
  target: object,
  key: string,
  descriptor: TypedPropertyDescriptor<Actual>,
) => void;

/**
 * The method of a provider that handles a client event. It gets the parsed payload and the connection; what it gives or throws
 * is acknowledged.
 */
export const ClientEvent = <Name extends ClientEventName>(event: Name): MethodDecoratorOf<Handler<Name>> =>
  SetMetadata(CLIENT_EVENT, event);

/** Who may send the event: a permission, and how the sender must stand to the session. An event without it is refused. */
export const AllowEvent = (permission: Permission, relations: readonly SessionRelation[]): MethodDecorator => {
  const policy: EventPolicy = { permission, relations };
  return SetMetadata(EVENT_POLICY, policy);
};

/** How a connection ended. */
export interface Disconnection {
  /** socket.io's name of the reason. */
  readonly reason: string;
  /** The client may come back within two minutes and resume. */
  readonly mayResume: boolean;
}

/** The method of a provider that is told of every connection to a session, before any event of it. */
export const OnSessionConnected = (): MethodDecoratorOf<(connection: SessionConnection) => void | Promise<void>> =>
  SetMetadata(CONNECTION_LISTENER, 'connected');

/** The method of a provider that is told when a connection is gone. */
export const OnSessionDisconnected = (): MethodDecoratorOf<
  (connection: SessionConnection, disconnection: Disconnection) => void | Promise<void>
> => SetMetadata(CONNECTION_LISTENER, 'disconnected');
