export type Role = 'guest' | 'user' | 'counselor' | 'admin';

/** Nobody in particular. */
export interface GuestPrincipal {
  readonly kind: 'guest';
}

/** The holder of a guest token: a credential for one session. */
export interface GuestSessionPrincipal {
  readonly kind: 'guest-session';
  readonly sessionId: string;
  readonly personId: string;
}

/** A signed-in account, on one device. */
export interface UserPrincipal {
  readonly kind: 'user';
  readonly userId: string;
  readonly role: Exclude<Role, 'guest'>;
  readonly deviceId: string;
  /** The account still has its one-time password, or lacks the MFA that its role asks for. */
  readonly setupRequired: boolean;
}

export type Principal = GuestPrincipal | GuestSessionPrincipal | UserPrincipal;

export const roleOf = (principal: Principal): Role => (principal.kind === 'user' ? principal.role : 'guest');

/** The person whose data the caller's own data is; null for a guest without a session. */
export function personIdOf(principal: Principal): string | null {
  if (principal.kind === 'user') return principal.userId;
  return principal.kind === 'guest-session' ? principal.personId : null;
}
