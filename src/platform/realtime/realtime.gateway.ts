import { WebSocketGateway, type OnGatewayInit } from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import { REALTIME_NAMESPACE } from '../../../libs/contracts/realtime.js';
import { Failures } from '../http/failures.js';
import { runInContext } from '../http/request-context.js';
import type { Disconnection } from './client-event.decorators.js';
import { ConnectionSupervisor } from './connection-supervisor.js';
import { EventDispatcher } from './event-dispatcher.js';
import { EventRegistry } from './event-registry.js';
import { gatherWrites } from './gather-writes.js';
import { Handshake } from './handshake.js';
import { pidOf } from './private-id.js';
import { RealtimeEmitter } from './realtime-emitter.js';
import { RealtimeSettings } from './realtime-settings.js';
import { EventLog, type Position } from './replay/event-log.js';
import type { ReplayAdapter } from './replay/replay-adapter.js';
import { rooms } from './rooms.js';
import { SessionConnection } from './session-connection.js';
import { SessionConnections } from './session-connections.js';

/** Reasons after which a client does not mean to come back, or shall not. The names are socket.io's. */
const FINAL_REASONS = new Set(['client namespace disconnect', 'server namespace disconnect']);

/**
 * The one gateway of the namespace. Features add handlers with `@ClientEvent`, not gateways of their own: Nest's pipeline of a
 * message costs about 12 µs where the dispatcher costs 3 (over bare socket.io's 32), and knows nothing of acknowledgements that
 * must always come.
 */
@WebSocketGateway({ namespace: REALTIME_NAMESPACE })
export class RealtimeGateway implements OnGatewayInit<Namespace> {
  private adapter: ReplayAdapter | null = null;

  constructor(
    private readonly handshake: Handshake,
    private readonly dispatcher: EventDispatcher,
    private readonly registry: EventRegistry,
    private readonly connections: SessionConnections,
    private readonly emitter: RealtimeEmitter,
    private readonly supervisor: ConnectionSupervisor,
    private readonly log: EventLog,
    private readonly settings: RealtimeSettings,
    private readonly failures: Failures,
  ) {}

  afterInit(namespace: Namespace): void {
    this.adapter = namespace.adapter as ReplayAdapter;
    this.connections.attach(namespace);
    this.emitter.attach(namespace);
    namespace.use(this.handshake.middleware);
    namespace.on('connection', (socket) => this.open(socket));
  }

  private open(socket: Socket): void {
    const { grant, meta, resumeFrom, decidedFrom } = this.handshake.admissionOf(socket);
    const isResumed = resumeFrom !== null;
    const connection = new SessionConnection(socket, grant, meta, { rates: this.settings.rates, isResumed });
    const { sessionId, role, holder, principal } = connection;
    // The request would otherwise stay in memory for as long as the connection.
    (socket.conn as { request: unknown }).request = null;
    gatherWrites(socket.conn);

    const names = [rooms.session(sessionId, 'all'), rooms.session(sessionId, role), rooms.user(holder)];
    if (principal.kind === 'user') names.push(rooms.device(principal.deviceId));
    void socket.join(names);
    const pid = pidOf(socket);
    void this.log.attach(pid, { socketId: socket.id, sessionId, role, holder });
    this.connections.add(connection);
    this.supervisor.watch(connection);

    socket.use((packet) => this.dispatcher.receive(connection, packet));
    socket.once('disconnect', (reason) => {
      const mayResume = !FINAL_REASONS.has(reason);
      this.connections.remove(connection);
      connection.ended();
      this.log.detach(pid, sessionId, mayResume);
      this.tell(connection, this.registry.disconnected, { reason, mayResume });
    });

    if (this.connections.wasClosedSince(decidedFrom, names)) {
      connection.close();
      return;
    }
    if (resumeFrom !== null) void this.replay(connection, resumeFrom);
    this.tell(connection, this.registry.connected);
  }

  private async replay(connection: SessionConnection, from: Position): Promise<void> {
    const isWhole = await this.adapter?.replay(connection.socket, connection.sessionId, from);
    // The client was told that it resumes; when that is no longer so it comes back and is told otherwise.
    if (isWhole !== true) connection.closeForReconnect();
  }

  private tell<Rest extends [] | [Disconnection]>(
    connection: SessionConnection,
    listeners: readonly ((connection: SessionConnection, ...rest: Rest) => unknown)[],
    ...rest: Rest
  ): void {
    for (const listener of listeners) {
      runInContext(connection.context, () => Promise.try(listener, connection, ...rest)).catch((error: unknown) => {
        this.failures.record('socket connection', error);
      });
    }
  }
}
