/** A piece of decoded audio: one array of samples −1…1 for each channel, all of one length. */
export interface PcmPiece {
  readonly channels: readonly Float32Array[];
  readonly sampleRate: number;
}

/** The bytes are not the audio that they say they are. */
export class UndecodableError extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'UndecodableError';
  }
}

const MIN_RATE_HZ = 4_000;
const MAX_RATE_HZ = 192_000;
const MAX_CHANNELS = 8;

/** Refuses what no recording of a voice has: a header can say anything. */
export function requirePlausible(sampleRate: number, channels: number): void {
  const isPlausible = sampleRate >= MIN_RATE_HZ && sampleRate <= MAX_RATE_HZ && channels >= 1 && channels <= MAX_CHANNELS;
  if (!isPlausible) throw new UndecodableError('no plausible sample rate or channel count');
}
