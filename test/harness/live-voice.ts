import { recording } from './upload.js';
import type { Acknowledgement, SessionSocket } from './session-socket.js';

const RATE = 16_000;
const HEADER_BYTES = 44;

/** The samples of a voice recording. */
export function voicePcm(file: string): Int16Array {
  const bytes = recording(file).subarray(HEADER_BYTES);
  return Int16Array.from({ length: bytes.length >> 1 }, (_, index) => bytes.readInt16LE(index * 2));
}

export interface SpeakOptions {
  chunkMs?: number;
  /** Silence behind the recording, so that the last utterance ends. */
  tailMs?: number;
}

/** Sends audio as fast as it is acknowledged, `ts` the time of its first sample; gives the acknowledgements. */
export async function speak(socket: SessionSocket, ts: number, pcm: Int16Array, { chunkMs = 250, tailMs = 1_500 }: SpeakOptions = {}): Promise<Acknowledgement[]> {
  const all = new Int16Array(pcm.length + (tailMs * RATE) / 1_000);
  all.set(pcm);
  const step = (chunkMs * RATE) / 1_000;
  const acks: Acknowledgement[] = [];
  for (let at = 0; at < all.length; at += step) {
    const chunk = all.slice(at, at + step);
    let ack: Acknowledgement;
    do {
      ack = await socket.ask('voice:audio', { ts: ts + (at * 1_000) / RATE, sampleRate: RATE, pcm: Buffer.from(chunk.buffer) });
      // Another chunk a second is allowed 60 times: a client waits as it is told.
      if (!ack.ok && ack.error?.code === 'RATE_LIMITED') await new Promise((resolve) => setTimeout(resolve, Math.min(200, ack.error?.retryAfterMs ?? 50)));
    } while (!ack.ok && ack.error?.code === 'RATE_LIMITED');
    acks.push(ack);
    if (!ack.ok) break;
  }
  return acks;
}
