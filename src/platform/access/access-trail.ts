import type { Principal } from './principal.js';

/** Somebody was let in to data of a person. */
export interface Access {
  readonly principal: Principal;
  readonly ip: string;
  /** The route's pattern or the event's name. */
  readonly route: string;
  /** Whose data; null where it is that of several. */
  readonly personId: string | null;
  readonly sessionId: string | null;
}

/** Keeps account of who saw whose data. Implemented by the audit feature. */
export abstract class AccessTrail {
  /** Resolves when it is written: before that nothing of the data goes out. */
  abstract note(access: Access): Promise<void>;
}
