import { compactSecond, type Second } from '../../libs/affect/index.js';

/** Seconds that are stored as one sealed row. */
export const BLOCK_SECONDS = 10;
export const BLOCK_MS = BLOCK_SECONDS * 1_000;

export const blockStartOf = (ts: number): number => Math.floor(ts / BLOCK_MS) * BLOCK_MS;
export const secondOf = (ts: number): number => Math.floor(ts / 1_000) * 1_000;

/** What arrived within ten seconds: seconds by their beginning, epoch milliseconds. */
export type Block = Map<number, Second>;

/** A second's place in its block, and what it holds; as {@link encodeBlock} writes it. */
type StoredSecond = [offset: number, content: Second];

/** Our own text, authenticated by its seal: a schema for each number would be a third of the cost of ending a session. */
const isStored = (value: unknown): value is StoredSecond[] =>
  Array.isArray(value) && value.every((item) => Array.isArray(item) && item.length === 2 && typeof item[0] === 'number' && typeof item[1] === 'object');

export function encodeBlock(start: number, block: Block): string {
  return JSON.stringify([...block].map(([second, content]) => [(second - start) / 1_000, compactSecond(content)]));
}

export function decodeBlock(start: number, json: string): Block {
  const stored: unknown = JSON.parse(json);
  if (!isStored(stored)) throw new Error('a block of the timeline is none');
  return new Map(stored.map(([offset, content]) => [start + offset * 1_000, content]));
}
