import type { SetAsideReason } from './types.js';

/** What the words around a match say about it. */
export type Verdict =
  | { readonly setAside: SetAsideReason }
  | { readonly about: 'self' | 'other'; readonly time: 'present' | 'past' };

export const setAside = (reason: SetAsideReason): Verdict => ({ setAside: reason });
