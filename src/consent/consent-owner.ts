import type { Principal } from '../platform/access/principal.js';
import { AppError } from '../platform/errors/app-error.js';

/** An account's consents hold for all its sessions, a guest's for the one that the token opens. */
export function ownerOf(caller: Principal): { personId: string; sessionId: string | null } {
  if (caller.kind === 'user') return { personId: caller.userId, sessionId: null };
  if (caller.kind === 'guest-session') return { personId: caller.personId, sessionId: caller.sessionId };
  throw new AppError('UNAUTHENTICATED');
}
