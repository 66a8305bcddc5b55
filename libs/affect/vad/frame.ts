/** Sample rate every part of this folder works at, Hz. */
export const SAMPLE_RATE_HZ = 16_000;
/** Step of the analysis. */
export const HOP_MS = 10;
/** Samples of one hop. */
export const HOP_SAMPLES = (SAMPLE_RATE_HZ * HOP_MS) / 1000;
