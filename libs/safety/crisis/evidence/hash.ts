/** Texts hashed as polynomials, so that a joined text's hash comes from its parts' alone. */
export interface Part {
  readonly hash: number;
  /** The base to the power of the text's length. */
  readonly power: number;
}

export const BASE = 0x0100_0193;

export function part(text: string): Part {
  let hash = 0;
  let power = 1;
  for (let i = 0; i < text.length; i += 1) {
    hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
    power = Math.imul(power, BASE);
  }
  return { hash, power };
}

/** The hash of `hash`'s text followed by another. */
export const joined = (hash: number, next: Part): number => (Math.imul(hash, next.power) + next.hash) | 0;
