declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** For counting: a recording, or an utterance of live audio, was worked on. `lost`: it could not be transcribed at all. */
    'transcription.ended': { source: 'upload' | 'live'; outcome: 'ok' | 'no-speech' | 'failed' | 'lost' };
  }
}

export {};
