import { z } from 'zod';
import { ProviderError } from './resilience/provider-error.js';

/** What the vendors take, and the file name's ending by which they know it. */
export const AUDIO_EXTENSIONS = {
  'audio/webm': 'webm',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/flac': 'flac',
} as const;

export type AudioMediaType = keyof typeof AUDIO_EXTENSIONS;

export interface TranscriptionRequest {
  /** What the call is for: a constant of the caller, the label of metrics (`upload`, `live`). */
  purpose: string;
  /** Bytes, or a file that stays until the call is over; both can be read again for another attempt. At most 5 MB. */
  audio: Uint8Array | { path: string };
  mediaType: AudioMediaType;
  /** ISO 639-1, when it is known. */
  language?: string | undefined;
  durationMs: number;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

export interface TranscriptSegment {
  /** From the beginning of the audio; 0 ≤ startMs ≤ endMs ≤ the audio's duration. */
  startMs: number;
  endMs: number;
  text: string;
  /** 0…1: the geometric mean of the tokens' probabilities; null where the vendor does not tell. */
  confidence: number | null;
  /** 0…1; null where the vendor does not tell. */
  noSpeechProbability: number | null;
  /** The vendor's own marks say that this may not have been said. */
  uncertain: boolean;
}

export interface Transcript {
  /** Never blank. */
  text: string;
  /** ISO 639-1; null when neither the vendor nor the request says. */
  language: string | null;
  /** In order of time; at least one. */
  segments: TranscriptSegment[];
}

/** Port of a transcriber. Failures are `ProviderError`s. */
export interface SpeechToTextProvider {
  /** As in STT_PROVIDERS. */
  readonly name: string;
  /** @param signal aborts when the attempt is over; its connection must close then */
  transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript>;
}

const MAX_TEXT = 50_000;
const MAX_SEGMENTS = 2_000;

const probability = z.number().min(0).max(1).nullable();

/** What adapters hand over after reading the vendor's answer. Times are seconds, as the vendors give them. */
const draftSchema = z.object({
  text: z.string().max(MAX_TEXT),
  language: z.string().max(40).nullable(),
  segments: z
    .array(
      z.object({
        start: z.number(),
        end: z.number(),
        text: z.string().max(MAX_TEXT),
        confidence: probability,
        noSpeechProbability: probability,
        uncertain: z.boolean(),
      }),
    )
    .max(MAX_SEGMENTS),
});

export type TranscriptDraft = z.input<typeof draftSchema>;

/**
 * A vendor's answer as a transcript: bounded, times inside the audio and in order, blank segments left out.
 * @throws ProviderError `bad-answer` when it is out of bounds or says nothing
 */
export function toTranscript(
  draft: TranscriptDraft,
  { language, durationMs }: TranscriptionRequest,
  provider: string,
): Transcript {
  const parsed = draftSchema.safeParse(draft);
  if (!parsed.success) throw new ProviderError('bad-answer', provider);
  const within = (seconds: number) => Math.round(Math.min(Math.max(seconds * 1_000, 0), durationMs));
  const segments = parsed.data.segments
    .map(({ start, end, text, ...rest }) => ({
      startMs: within(start),
      endMs: within(Math.max(start, end)),
      text: clean(text),
      ...rest,
    }))
    .filter(({ text }) => text !== '')
    .sort((a, b) => a.startMs - b.startMs);
  const text = clean(parsed.data.text) || segments.map((segment) => segment.text).join(' ');
  if (text === '') throw new ProviderError('bad-answer', provider);
  const whole = { startMs: 0, endMs: durationMs, text, confidence: null, noSpeechProbability: null, uncertain: false };
  return {
    text,
    language: languageCode(parsed.data.language) ?? language ?? null,
    segments: segments.length > 0 ? segments : [whole],
  };
}

const clean = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim();

/** Whisper names languages in English where others give codes. */
const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  korean: 'ko',
  english: 'en',
  japanese: 'ja',
  chinese: 'zh',
  spanish: 'es',
  french: 'fr',
  german: 'de',
  vietnamese: 'vi',
  thai: 'th',
  russian: 'ru',
};

function languageCode(name: string | null): string | null {
  const lower = name?.toLowerCase() ?? '';
  return LANGUAGE_NAMES[lower] ?? /^(?<code>[a-z]{2})(?:-|$)/.exec(lower)?.groups?.['code'] ?? null;
}
