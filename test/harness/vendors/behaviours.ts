/** What a fake vendor does with one request, whatever its protocol. */
export type Behaviour =
  | {
    kind: 'answer';
    chunks: readonly string[];
    delayMs: number;
    finish: 'stop' | 'length';
    usage: { inputTokens: number; outputTokens: number };
    ending: Ending;
  }
  | { kind: 'transcript'; transcript: SpokenTranscript; delayMs: number; delivery: Delivery }
  | { kind: 'failure'; status: number; code: string; message: string; retryAfterSeconds?: number | undefined }
  | { kind: 'refusal'; of: 'prompt' | 'answer' }
  | { kind: 'hang' }
  | { kind: 'flood'; text: string; hasEvents: boolean }
  | { kind: 'json'; value: unknown }
  | { kind: 'bytes'; body: Buffer; contentType?: string }
  | { kind: 'redirect'; to: string };

/** How a streamed answer ends: as it should, with a destroyed connection, with a regular end but no finish, or never. */
type Ending = 'finished' | 'cut' | 'unfinished' | 'silent';

/** How the body of an unstreamed answer comes: at once, a byte at a time, or half of it and then a destroyed connection. */
export type Delivery = 'whole' | 'cut' | { everyMs: number };

export interface SpokenSegment {
  startSeconds: number;
  endSeconds: number;
  text: string;
  /** −0.2 unless told; OpenAI only. */
  avgLogprob?: number;
  /** 1.2 unless told; OpenAI only. */
  compressionRatio?: number;
  /** 0.01 unless told; OpenAI only. */
  noSpeechProb?: number;
  /** Gemini only. */
  clear?: boolean;
}

export interface SpokenTranscript {
  text: string;
  /** As the vendor names it: Whisper says `korean`, Gemini `ko`. */
  language?: string;
  /** One over the whole audio unless told. */
  segments?: readonly SpokenSegment[];
}

export interface AnswerOptions {
  /** Before each chunk. */
  delayMs?: number;
  finish?: 'stop' | 'length';
  usage?: { inputTokens: number; outputTokens: number };
}

const USAGE = { inputTokens: 12, outputTokens: 7 };

const answerThat = (ending: Ending) => (chunks: string | readonly string[], options: AnswerOptions = {}): Behaviour => ({
  kind: 'answer',
  chunks: typeof chunks === 'string' ? [chunks] : chunks,
  delayMs: options.delayMs ?? 0,
  finish: options.finish ?? 'stop',
  usage: options.usage ?? USAGE,
  ending,
});

/** Streams the chunks, then finishes. */
export const answers = answerThat('finished');
/** Streams the chunks, then destroys the connection. */
export const cutsAfter = answerThat('cut');
/** Streams the chunks, then ends the stream in good order, without a finish. */
export const endsEarlyAfter = answerThat('unfinished');
/** Streams the chunks, then says nothing more and keeps the connection. */
export const hangsAfter = answerThat('silent');

/** Streams `text` a character at a time. */
export const drips = (text: string, everyMs: number): Behaviour => answers(Array.from(text), { delayMs: everyMs });

const transcriptThat = (transcript: string | SpokenTranscript, delivery: Delivery, delayMs = 0): Behaviour => ({
  kind: 'transcript',
  transcript: typeof transcript === 'string' ? { text: transcript } : transcript,
  delayMs,
  delivery,
});

export const transcribes = (transcript: string | SpokenTranscript, options: { delayMs?: number } = {}): Behaviour =>
  transcriptThat(transcript, 'whole', options.delayMs);

/** Sends a good transcription a byte at a time. */
export const dripsTranscript = (transcript: string, everyMs: number): Behaviour => transcriptThat(transcript, { everyMs });

/** Sends half of a good transcription, under its whole length, then destroys the connection. */
export const cutsTranscript = (transcript: string): Behaviour => transcriptThat(transcript, 'cut');

/** An error status with the vendor's error body. The message quotes the key, as vendors do. */
export const fails = (
  status: number,
  options: { code?: string; message?: string; retryAfterSeconds?: number } = {},
): Behaviour => ({
  kind: 'failure',
  status,
  code: options.code ?? 'error',
  message: options.message ?? `status ${status}`,
  retryAfterSeconds: options.retryAfterSeconds,
});

/** The vendor's policy blocks the prompt, or the answer after its first words. */
export const refuses = (of: 'prompt' | 'answer' = 'answer'): Behaviour => ({ kind: 'refusal', of });

/** Takes the request and never answers. */
export const hangs = (): Behaviour => ({ kind: 'hang' });

/** Well-formed events without an end, as fast as the caller reads. */
export const floods = (text = 'x'.repeat(1_000)): Behaviour => ({ kind: 'flood', text, hasEvents: true });

/** One event, or one JSON text, that never ends. */
export const floodsOneLine = (): Behaviour => ({ kind: 'flood', text: 'x'.repeat(65_536), hasEvents: false });

/** `value` where the vendor's JSON belongs: as the body, or as the only event of a stream. */
export const sends = (value: unknown): Behaviour => ({ kind: 'json', value });

/** Bytes that are no UTF-8 and no JSON, under the right content type. */
export const sendsGarbage = (): Behaviour => ({
  kind: 'bytes',
  body: Buffer.from([0xff, 0xfe, 0x00, 0x9f, 0x0a, 0x0a, 0xc3, 0x28, 0x0a, 0x0a]),
});

/** A page with status 200, as a proxy or a captive portal sends it. */
export const sendsPage = (): Behaviour => ({
  kind: 'bytes',
  body: Buffer.from('<!doctype html><title>Sign in</title>'),
  contentType: 'text/html',
});

export const redirects = (to: string): Behaviour => ({ kind: 'redirect', to });
