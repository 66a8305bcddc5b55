import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const frameSchema = z.object({ ts: z.number(), points: z.array(z.tuple([z.number(), z.number(), z.number()])).nullable() });
const manifestSchema = z.object({
  voices: z.array(
    z.object({
      file: z.string(),
      speech: z.array(z.object({ startMs: z.number(), endMs: z.number() })),
      utterances: z.array(z.object({ text: z.string() })),
    }),
  ),
});

const FACE = 'face-collins-session.jsonl.gz';
const VOICE = 'voice-ko.wav';
const WAV_HEADER_BYTES = 44;

export interface PlayedSession {
  /** Ten a second; `ts` in milliseconds since the start. */
  frames: z.output<typeof frameSchema>[];
  /** 16 kHz mono. */
  pcm: Int16Array;
  /** What is said, and when it is over. */
  words: { text: string; startMs: number; endMs: number }[];
}

function folder(): string {
  let at = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(at, 'test', 'recordings', 'manifest.json'))) {
    if (dirname(at) === at) throw new Error('the recordings are not there: the demo runs from a checkout');
    at = dirname(at);
  }
  return join(at, 'test', 'recordings');
}

/** Half a minute of a face, a voice and the words that it says. */
export function readRecording(): PlayedSession {
  const from = folder();
  const lines = gunzipSync(readFileSync(join(from, FACE))).toString('utf8').trim().split('\n');
  const wav = readFileSync(join(from, VOICE)).subarray(WAV_HEADER_BYTES);
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(from, 'manifest.json'), 'utf8')));
  const voice = manifest.voices.find(({ file }) => file === VOICE);
  if (voice === undefined) throw new Error('the manifest does not name the voice');
  // The first utterance has two stretches of speech, the others one each.
  const spans = [[voice.speech[0], voice.speech[1]], [voice.speech[2], voice.speech[2]], [voice.speech[3], voice.speech[3]]];
  return {
    frames: lines.map((line) => frameSchema.parse(JSON.parse(line))),
    pcm: new Int16Array(wav.buffer.slice(wav.byteOffset, wav.byteOffset + wav.byteLength - (wav.byteLength % 2))),
    words: voice.utterances.map(({ text }, index) => ({ text, startMs: spans[index]?.[0]?.startMs ?? 0, endMs: spans[index]?.[1]?.endMs ?? 0 })),
  };
}
