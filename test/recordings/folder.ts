import { fileURLToPath } from 'node:url';

/** The folder of the recordings. */
export const RECORDINGS = fileURLToPath(new URL('.', import.meta.url));
