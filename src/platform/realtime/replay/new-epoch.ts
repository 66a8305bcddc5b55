import { randomInt } from 'node:crypto';

const EPOCHS = 2 ** 47;

/** Tells a numbering of a session's events from every other. */
export const newEpoch = (): string => randomInt(EPOCHS).toString(36);
