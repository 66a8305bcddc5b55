declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** For counting: something that attackers do was seen. */
    'security.watched': { kind: string; count: number };
    /** For counting: a rule found a pattern, and whoever is on duty is told. */
    'security.alerted': { rule: string };
  }
}

export {};
