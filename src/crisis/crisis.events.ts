import type { CrisisLevel } from '../../libs/contracts/crisis.js';

export type CrisisStep =
  | 'raised'
  | 'repeated'
  | 'told-person'
  | 'told'
  | 'not-told'
  | 'assigned'
  | 'acknowledged'
  | 'safety-step'
  | 'released';

declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** For counting, without identities. */
    'crisis.counted': { level: CrisisLevel; kind: string; source: 'message' | 'transcript' | 'survey' };
    /** For the audit trail: something was done about an alert. */
    'crisis.step': {
      alertId: string;
      sessionId: string | null;
      personId: string;
      step: CrisisStep;
      channel: string | null;
      actorId: string | null;
      level: CrisisLevel | null;
    };
  }
}
