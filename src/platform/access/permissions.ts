import type { Role } from './principal.js';

const EVERYBODY: readonly Role[] = ['guest', 'user', 'counselor', 'admin'];
const ACCOUNTS: readonly Role[] = ['user', 'counselor', 'admin'];
const PERSONS: readonly Role[] = ['guest', 'user', 'counselor'];

/** Who may do what. The only place where roles are named. */
export const PERMISSIONS = {
  /** Needs nothing, not even a known caller. */
  'public': EVERYBODY,
  'account.own': ACCOUNTS,
  'consents.own': ['guest', 'user', 'counselor', 'admin'],
  'preferences.read': EVERYBODY,
  'counselors.list': EVERYBODY,
  'session.start': PERSONS,
  'session.list': ['user', 'counselor'],
  'session.read': PERSONS,
  'session.steer': PERSONS,
  'session.signal': PERSONS,
  'session.converse': PERSONS,
  'session.claim': ['user', 'counselor'],
  'session.attend': ['counselor'],
  'session.note': PERSONS,
  'session.delete': PERSONS,
  'speech.transcribe': PERSONS,
  'survey.read': EVERYBODY,
  'survey.answer': ['user', 'counselor'],
  'dashboard.own': ['user', 'counselor'],
  'dashboard.caseload': ['counselor'],
  'dashboard.service': ['admin'],
  'crisis.handle': ['counselor'],
  'errors.inspect': ['admin'],
  'accounts.manage': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export const isAllowed = (role: Role, permission: Permission): boolean => PERMISSIONS[permission].some((allowed) => allowed === role);
