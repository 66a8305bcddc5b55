export type EndReason = 'person' | 'counselor' | 'idle' | 'expired' | 'system';

/** A session at the moment of its end. */
export interface EndedSession {
  readonly sessionId: string;
  readonly personId: string;
  readonly userId: string | null;
  readonly language: 'ko' | 'en';
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly durationMs: number;
}

declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    'session.started': { sessionId: string };
    /** Its state is another one now; read it again. */
    'session.changed': { sessionId: string };
    'session.ended': EndedSession & { reason: EndReason };
    'session.deleted': { sessionId: string };
    /** A guest's session became an account's: its person is another one now. */
    'session.claimed': { sessionId: string; fromPersonId: string; toPersonId: string };
  }
}
