import type { Policy } from '../access/allow.decorator.js';

const policies = new WeakMap<object, Policy>();

/** The policy that let a request through, kept for its answer. */
export const policyOf = (request: object): Policy | undefined => policies.get(request);

export function keepPolicy(request: object, policy: Policy): void {
  policies.set(request, policy);
}
