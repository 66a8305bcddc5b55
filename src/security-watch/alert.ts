/** A pattern that somebody should look at. Holds numbers and names of the program, nothing of a person. */
export interface Alert {
  readonly rule: RuleName;
  readonly severity: 'warning' | 'critical';
  /** What was counted, in words. */
  readonly summary: string;
  readonly threshold: number;
  readonly windowMs: number;
  /** A route's pattern, where the rule is about one. */
  readonly route: string | null;
}

export interface Rule {
  readonly severity: Alert['severity'];
  readonly summary: string;
  /** At so many within the window. */
  readonly limit: number;
  readonly windowMs: number;
}

const MINUTE_MS = 60_000;

/** When what is seen becomes an alert. Counted per subject: an address, an account, a route. */
export const RULES = {
  'repeated-401': { severity: 'warning', summary: 'One address was refused as unknown or with a bad token, again and again.', limit: 30, windowMs: 5 * MINUTE_MS },
  'repeated-429': { severity: 'warning', summary: 'One address keeps on beyond its limits.', limit: 60, windowMs: 5 * MINUTE_MS },
  'repeated-500': { severity: 'critical', summary: 'One route keeps failing with an unknown error.', limit: 10, windowMs: 5 * MINUTE_MS },
  'many-accounts': { severity: 'critical', summary: 'One address failed to sign in to many accounts.', limit: 10, windowMs: 15 * MINUTE_MS },
  'many-addresses': { severity: 'critical', summary: 'Many addresses failed to sign in to one account.', limit: 10, windowMs: 15 * MINUTE_MS },
  'injection': { severity: 'warning', summary: 'One address sends what looks like attempts at injection.', limit: 5, windowMs: 10 * MINUTE_MS },
  'token-reuse': { severity: 'critical', summary: 'A refresh token was used a second time: it may have been stolen.', limit: 1, windowMs: 60 * MINUTE_MS },
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;
