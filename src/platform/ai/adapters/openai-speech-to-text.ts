import { openAsBlob } from 'node:fs';
import { APIError, type OpenAI } from 'openai';
import { z } from 'zod';
import { ProviderError } from '../resilience/provider-error.js';
import {
  AUDIO_EXTENSIONS,
  type SpeechToTextProvider,
  toTranscript,
  type Transcript,
  type TranscriptDraft,
  type TranscriptionRequest,
} from '../speech-to-text.js';
import { openAiClient, openAiHint, type OpenAiSettings } from './openai-client.js';
import { VendorExchange } from './vendor-exchange.js';

/** Whisper's own thresholds, as the API reference and the model's code document them. */
const MIN_AVERAGE_LOGPROB = -1;
const MAX_COMPRESSION_RATIO = 2.4;
const MAX_NO_SPEECH_PROBABILITY = 0.6;

const verboseSchema = z.object({
  text: z.string(),
  language: z.string().max(40).nullish(),
  segments: z
    .array(
      z.object({
        start: z.number(),
        end: z.number(),
        text: z.string(),
        avg_logprob: z.number().nullish(),
        compression_ratio: z.number().nullish(),
        no_speech_prob: z.number().nullish(),
      }),
    )
    .nullish(),
});

const plainSchema = z.object({
  text: z.string(),
  logprobs: z.array(z.object({ logprob: z.number().nullish() })).nullish(),
});

/** Models that take no `verbose_json` but tell the probabilities of their tokens. */
const WITH_LOGPROBS = /^gpt-4o(?:-mini)?-transcribe(?:-\d{4}-\d{2}-\d{2})?$/;

/** Transcriptions of OpenAI, or of any server that speaks its protocol, such as a self-hosted Whisper. */
export class OpenAiSpeechToText implements SpeechToTextProvider {
  readonly name = 'openai';
  private readonly client: OpenAI;
  private isVerbose: boolean;

  constructor(private readonly settings: OpenAiSettings) {
    this.client = openAiClient(settings);
    this.isVerbose = !WITH_LOGPROBS.test(settings.model);
  }

  async transcribe(request: TranscriptionRequest, signal: AbortSignal): Promise<Transcript> {
    const file = await asFile(request);
    if (this.isVerbose) {
      try {
        return await this.ask(request, file, 'verbose_json', signal);
      } catch (error) {
        if (!(error instanceof UnknownFormat)) throw error;
        this.isVerbose = false;
      }
    }
    return this.ask(request, file, 'json', signal);
  }

  private async ask(
    request: TranscriptionRequest,
    file: File,
    format: 'json' | 'verbose_json',
    signal: AbortSignal,
  ): Promise<Transcript> {
    const { model } = this.settings;
    const exchange = new VendorExchange(this.name, 'application/json');
    const body = {
      file,
      model,
      response_format: format,
      ...(request.language === undefined ? {} : { language: request.language }),
      ...(format === 'json' && WITH_LOGPROBS.test(model) ? { include: ['logprobs' as const] } : {}),
    };
    let answer: unknown;
    try {
      answer = await exchange.run(() => this.client.audio.transcriptions.create(body, { signal }));
    } catch (error) {
      if (format === 'verbose_json' && isAboutFormat(error)) throw new UnknownFormat();
      throw exchange.errorOf(error, signal, openAiHint(error));
    }
    const draft = format === 'json' ? fromPlain(answer, request) : fromVerbose(answer);
    if (draft === null) throw new ProviderError('bad-answer', this.name);
    return toTranscript(draft, request, this.name);
  }
}

class UnknownFormat extends Error {}

/** Only Whisper knows `verbose_json`; other models answer 400 and name the field. */
function isAboutFormat(error: unknown): boolean {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return false;
  return error.param === 'response_format' || /response_format|verbose_json/.test(error.message);
}

async function asFile({ audio, mediaType }: TranscriptionRequest): Promise<File> {
  const content = 'path' in audio ? await openAsBlob(audio.path, { type: mediaType }) : new Uint8Array(audio);
  return new File([content], `audio.${AUDIO_EXTENSIONS[mediaType]}`, { type: mediaType });
}

function fromVerbose(answer: unknown): TranscriptDraft | null {
  const parsed = verboseSchema.safeParse(answer);
  if (!parsed.success) return null;
  const segments = (parsed.data.segments ?? []).map(({ start, end, text, ...marks }) => ({
    start,
    end,
    text,
    confidence: probabilityOf(marks.avg_logprob),
    noSpeechProbability: typeof marks.no_speech_prob === 'number' ? clamp(marks.no_speech_prob) : null,
    uncertain:
      (marks.avg_logprob ?? 0) < MIN_AVERAGE_LOGPROB ||
      (marks.compression_ratio ?? 0) > MAX_COMPRESSION_RATIO ||
      (marks.no_speech_prob ?? 0) > MAX_NO_SPEECH_PROBABILITY,
  }));
  return { text: parsed.data.text, language: parsed.data.language ?? null, segments };
}

function fromPlain(answer: unknown, { durationMs }: TranscriptionRequest): TranscriptDraft | null {
  const parsed = plainSchema.safeParse(answer);
  if (!parsed.success) return null;
  const { text, logprobs } = parsed.data;
  const known = (logprobs ?? []).flatMap(({ logprob }) => (typeof logprob === 'number' ? [logprob] : []));
  const average = known.length === 0 ? null : known.reduce((sum, logprob) => sum + logprob, 0) / known.length;
  const whole = {
    start: 0,
    end: durationMs / 1_000,
    text,
    confidence: probabilityOf(average),
    noSpeechProbability: null,
    uncertain: (average ?? 0) < MIN_AVERAGE_LOGPROB,
  };
  return { text, language: null, segments: [whole] };
}

const clamp = (value: number) => Math.min(Math.max(value, 0), 1);
const probabilityOf = (logprob: number | null | undefined) => (typeof logprob === 'number' ? clamp(Math.exp(logprob)) : null);
