/** Why a sealed value does not open. For the log only. */
export type SealDefect = 'envelope' | 'authentication' | 'data key' | 'master key';

/** A sealed value, or the key it needs, is not what was stored: changed, moved to another place, cut off, or sealed by another key. */
export class SealBrokenError extends Error {
  constructor(readonly defect: SealDefect) {
    super('A sealed value cannot be opened.');
    this.name = 'SealBrokenError';
  }
}

/**
 * There is no data key: the person was deleted, or never had one. It is a `SealBrokenError` too, because an envelope whose key id was
 * changed asks for a key that does not exist and cannot be told from one whose key was destroyed.
 */
export class PersonKeyMissingError extends SealBrokenError {
  constructor() {
    super('data key');
    this.name = 'PersonKeyMissingError';
  }
}
