import { v7 } from 'uuid';

/**
 * A time-ordered row id (UUID version 7, RFC 9562). Within one process every id sorts after the one before it, also when
 * many are made in the same millisecond or the clock is set back.
 */
export function uuidv7(): string {
  return v7();
}
