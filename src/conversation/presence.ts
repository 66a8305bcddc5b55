import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../platform/events/domain-events.js';
import { type Disconnection, OnSessionConnected, OnSessionDisconnected } from '../platform/realtime/client-event.decorators.js';
import type { SessionConnection } from '../platform/realtime/session-connection.js';
import '../session/session.events.js';
import '../session/session-visit.service.js';
import { ReplyService } from './reply/reply.service.js';

/** A line that broke may come back; a reply goes on for so long. */
const GRACE_MS = 5_000;

/** Whether anybody waits for the AI counselor's words: breaks a reply off when the person is gone, a human takes over, or the session ends. */
@Injectable()
export class Presence implements OnModuleInit {
  private readonly connections = new Map<string, Set<SessionConnection>>();

  constructor(
    private readonly replies: ReplyService,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.on('participant.joined', ({ sessionId }) => this.replies.breakOff(sessionId, 'taken-over'));
    for (const event of ['session.ended', 'session.deleted'] as const) this.events.on(event, ({ sessionId }) => this.replies.breakOff(sessionId, 'ended'));
  }

  /** Whether the person is connected to this process. */
  isHere(sessionId: string): boolean {
    return this.connections.has(sessionId);
  }

  @OnSessionConnected()
  arrived(connection: SessionConnection): void {
    if (connection.role !== 'person') return;
    const open = this.connections.get(connection.sessionId) ?? new Set();
    this.connections.set(connection.sessionId, open.add(connection));
  }

  @OnSessionDisconnected()
  left(connection: SessionConnection, { mayResume }: Disconnection): void {
    const { sessionId } = connection;
    const open = this.connections.get(sessionId);
    if (open === undefined || !open.delete(connection) || open.size > 0) return;
    this.connections.delete(sessionId);
    const breakOff = () => {
      if (!this.isHere(sessionId)) this.replies.breakOff(sessionId, 'left', { onlyStreamed: true });
    };
    if (mayResume) setTimeout(breakOff, GRACE_MS).unref();
    else breakOff();
  }
}
