import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { TypingBody } from '../../libs/contracts/realtime.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { AllowEvent, ClientEvent, OnSessionConnected } from '../platform/realtime/client-event.decorators.js';
import { RealtimeEmitter } from '../platform/realtime/realtime-emitter.js';
import type { SessionConnection } from '../platform/realtime/session-connection.js';
import { SessionConnections } from '../platform/realtime/session-connections.js';
import { SessionService } from './session.service.js';

const EITHER = ['person', 'counselor'] as const;

/** The session's own events, and its state for everyone in it, whoever changed it. */
@Injectable()
export class SessionGateway implements OnModuleInit {
  constructor(
    private readonly sessions: SessionService,
    private readonly emitter: RealtimeEmitter,
    private readonly connections: SessionConnections,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.on('session.changed', ({ sessionId }) => this.tellState(sessionId));
    this.events.on('session.deleted', ({ sessionId }) => this.connections.closeSession(sessionId));
    this.events.on('devices.revoked', ({ deviceIds }) => {
      for (const deviceId of deviceIds) this.connections.closeDevice(deviceId);
    });
    this.events.on('participant.joined', ({ sessionId, at }) => {
      this.emitter.toSession(sessionId, 'participant:joined', { sessionId, role: 'counselor', at: at.toISOString() }, 'all');
    });
    this.events.on('participant.left', ({ sessionId, at }) => {
      this.emitter.toSession(sessionId, 'participant:left', { sessionId, role: 'counselor', at: at.toISOString() }, 'all');
    });
  }

  @OnSessionConnected()
  async welcome(connection: SessionConnection): Promise<void> {
    this.emitter.toConnection(connection, 'session:state', await this.sessions.readWithNotices(connection.sessionId));
  }

  @ClientEvent('session:status')
  @AllowEvent('session.read', EITHER)
  status(_payload: unknown, { sessionId }: SessionConnection) {
    return this.sessions.readWithNotices(sessionId);
  }

  @ClientEvent('session:pause')
  @AllowEvent('session.steer', EITHER)
  pause(_payload: unknown, { sessionId }: SessionConnection) {
    return this.sessions.pause(sessionId);
  }

  @ClientEvent('session:resume')
  @AllowEvent('session.steer', EITHER)
  resume(_payload: unknown, { sessionId }: SessionConnection) {
    return this.sessions.resume(sessionId);
  }

  @ClientEvent('session:end')
  @AllowEvent('session.steer', EITHER)
  end(_payload: unknown, { sessionId, role }: SessionConnection) {
    return this.sessions.end(sessionId, role);
  }

  @ClientEvent('typing')
  @AllowEvent('session.converse', EITHER)
  typing({ on }: TypingBody, connection: SessionConnection): void {
    const role = connection.role === 'person' ? 'user' : 'counselor';
    this.emitter.toSession(connection.sessionId, 'typing', { role, on }, 'all', { except: connection });
  }

  private async tellState(sessionId: string): Promise<void> {
    this.emitter.toSession(sessionId, 'session:state', await this.sessions.readWithNotices(sessionId), 'all');
  }
}
