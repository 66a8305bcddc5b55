type Surface = 'http' | 'handshake' | 'socket';

declare module '../events/domain-events.js' {
  interface DomainEventMap {
    /** For counting: what a limit said. `tier` is one of a few names. */
    'limit.decided': { surface: Surface; tier: string; outcome: 'allowed' | 'slowed' | 'refused' | 'would-refuse' };
    /** A limit was reached. `route` is a pattern or the name of an event. */
    'limit.refused': {
      surface: Surface;
      tier: string;
      route: string;
      userId: string | null;
      ip: string;
      /** False in the dry run. */
      isEnforced: boolean;
    };
  }
}

export {};
