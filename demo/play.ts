import { setTimeout as sleep } from 'node:timers/promises';
import { VoiceStream } from '../libs/affect/index.js';
import type { SessionSocket } from '../libs/client/index.js';
import type { PlayedSession } from './recording.js';

const CHUNK_MS = 100;
const SAMPLES_PER_MS = 16;

interface Due {
  /** Milliseconds since the start. */
  atMs: number;
  send: () => Promise<unknown>;
}

/** Everything that a client in front of camera and microphone would send, in the order of time. */
function schedule({ frames, pcm, words }: PlayedSession, socket: SessionSocket, startedAt: number): Due[] {
  const due: Due[] = frames.map(({ ts, points }) => ({ atMs: ts, send: async () => (points === null ? undefined : socket.sendFace(startedAt + ts, points)) }));
  const voice = new VoiceStream();
  for (let atMs = 0; atMs * SAMPLES_PER_MS < pcm.length; atMs += CHUNK_MS) {
    const chunk = pcm.subarray(atMs * SAMPLES_PER_MS, (atMs + CHUNK_MS) * SAMPLES_PER_MS);
    for (const stretch of voice.push(startedAt + atMs, chunk).activity) {
      const { tsStart, tsEnd, isSpeech, rms, pitchHz } = stretch;
      const activity = { tsStart, tsEnd, isSpeech, rms, ...(pitchHz === undefined ? {} : { pitchHz }) };
      due.push({ atMs: atMs + CHUNK_MS, send: () => socket.send('voice:activity', activity) });
    }
  }
  for (const { text, startMs, endMs } of words) {
    due.push({ atMs: endMs + 200, send: () => socket.send('transcript', { tsStart: startedAt + startMs, tsEnd: startedAt + endMs, text, language: 'ko' }) });
  }
  return due.sort((a, b) => a.atMs - b.atMs);
}

/** Plays the recording in real time. Resolves when everything was acknowledged. */
export async function play(recording: PlayedSession, socket: SessionSocket, startedAt: number): Promise<number> {
  const sent: Promise<unknown>[] = [];
  for (const { atMs, send } of schedule(recording, socket, startedAt)) {
    const waitMs = startedAt + atMs - Date.now();
    if (waitMs > 0) await sleep(waitMs);
    sent.push(send());
  }
  await Promise.all(sent);
  return sent.length;
}
