import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import type { Namespace } from 'socket.io';
import { rooms } from './rooms.js';
import type { SessionConnection } from './session-connection.js';

const CLOSE = 'bemore:close';
/** Longer than any handshake takes. */
const REMEMBER_MS = 60_000;

/** The open connections of this process, and the ways to end those of a user, device or session on all of them. */
@Injectable()
export class SessionConnections {
  private readonly open = new Map<string, SessionConnection>();
  /** When rooms were closed, for handshakes that were under way then. */
  private readonly closedAt = new Map<string, number>();
  private namespace: Namespace | null = null;

  attach(namespace: Namespace): void {
    this.namespace = namespace;
    namespace.on(CLOSE, (room: string) => this.closeHere(room));
  }

  add(connection: SessionConnection): void {
    this.open.set(connection.id, connection);
  }

  remove(connection: SessionConnection): void {
    if (this.open.get(connection.id) === connection) this.open.delete(connection.id);
  }

  get count(): number {
    return this.open.size;
  }

  /** Those of this process. */
  all(): IterableIterator<SessionConnection> {
    return this.open.values();
  }

  /** A guest's by the id of his person. */
  closeUser(userId: string): void {
    this.close(rooms.user(userId));
  }

  closeDevice(deviceId: string): void {
    this.close(rooms.device(deviceId));
  }

  closeSession(sessionId: string): void {
    this.close(rooms.session(sessionId, 'all'));
  }

  /** Whether something that the connection belongs to was closed since then: its handshake may not have seen it. */
  wasClosedSince(time: number, names: readonly string[]): boolean {
    return names.some((name) => (this.closedAt.get(name) ?? -Infinity) >= time);
  }

  /** Here at once, whatever becomes of the message to the other instances. */
  private close(room: string): void {
    this.closeHere(room);
    this.namespace?.serverSideEmit(CLOSE, room);
  }

  private closeHere(room: string): void {
    const now = performance.now();
    for (const [name, time] of this.closedAt) {
      if (time > now - REMEMBER_MS) break;
      this.closedAt.delete(name);
    }
    this.closedAt.delete(room);
    this.closedAt.set(room, now);
    this.namespace?.local.in(room).disconnectSockets(true);
  }
}
