import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { VoiceStream } from '../../../libs/affect/index.js';
import { VOICE_SAMPLE_RATE } from '../../../libs/contracts/realtime.js';
import type { AudioMediaType } from '../../platform/ai/speech-to-text.js';
import { AppError } from '../../platform/errors/app-error.js';
import { Logger } from '../../platform/logging/logger.js';
import { ffmpegPcm, hasFfmpeg } from './ffmpeg.js';
import { audioMediaType } from './media-type.js';
import { mp4DurationMs } from './mp4.js';
import { readOgg } from './ogg.js';
import { type PcmPiece, UndecodableError } from './pcm.js';
import { Resampler } from './resampler.js';
import { Slots } from './slots.js';
import { flacPcm, mpegPcm, opusPcm, vorbisPcm } from './wasm-decoders.js';
import { wavPcm } from './wav.js';
import { readWebm } from './webm.js';

export interface InspectedAudio {
  readonly mediaType: AudioMediaType;
  readonly durationMs: number;
  /** How much of it is speech. Of audio that nothing here can decode: all of it, as nobody knows better. */
  readonly speechMs: number;
  /** False: nothing on this machine decodes it, so whether somebody speaks in it is not known. */
  readonly isHeard: boolean;
}

/** No utterance takes longer; what does is a bomb, or a recording for another tool. */
const MAX_SECONDS = 1_800;
const TIME_LIMIT_MS = 20_000;
const AT_ONCE = Math.max(1, availableParallelism() - 1);
const MAX_WAITING = 64;
/** After so much audio others get their turn: about 2 ms of work. */
const SLICE_MS = 500;

/**
 * Finds out what an uploaded file is, how long it is and how much of it is speech, before anybody else hears it. Compressed audio is
 * decoded in threads, AAC by ffmpeg where there is one, a few files at a time; the event loop only looks at the samples, in slices.
 */
@Injectable()
export class AudioInspector {
  private readonly slots = new Slots(AT_ONCE, MAX_WAITING);
  private ffmpeg: Promise<boolean> | null = null;

  constructor(private readonly logger: Logger) {}

  /** @throws AppError UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, SERVICE_UNAVAILABLE; the signal's reason when it aborts */
  inspect(path: string, signal: AbortSignal): Promise<InspectedAudio> {
    return this.slots.run(() => this.inspectNow(path, signal));
  }

  private async inspectNow(path: string, signal: AbortSignal): Promise<InspectedAudio> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
    try {
      const file = await readFile(path, { signal });
      const mediaType = await audioMediaType(file);
      if (mediaType === null) throw new AppError('UNSUPPORTED_MEDIA_TYPE');
      return await this.hear(path, file, mediaType, limit);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AppError) throw error;
      if (limit.aborted) throw new AppError('PAYLOAD_TOO_LARGE', { cause: error });
      throw new AppError('UNSUPPORTED_MEDIA_TYPE', { cause: error });
    }
  }

  private async hear(path: string, file: Buffer, mediaType: AudioMediaType, signal: AbortSignal): Promise<InspectedAudio> {
    const pieces = await this.decode(path, file, mediaType, signal);
    if (pieces === null) {
      const durationMs = mp4DurationMs(file);
      if (durationMs > MAX_SECONDS * 1_000) throw new AppError('PAYLOAD_TOO_LARGE');
      this.logger.warn({ mediaType }, 'nothing on this machine decodes the audio: whether there is speech in it is not known');
      return { mediaType, durationMs, speechMs: durationMs, isHeard: false };
    }
    return { mediaType, isHeard: true, ...(await listen(pieces, signal)) };
  }

  /** The samples; null for AAC where nothing here can decode it. */
  private async decode(path: string, file: Buffer, mediaType: AudioMediaType, signal: AbortSignal): Promise<Iterable<PcmPiece> | AsyncIterable<PcmPiece> | null> {
    switch (mediaType) {
      case 'audio/wav':
        return wavPcm(file);
      case 'audio/mpeg':
        return mpegPcm(file, signal);
      case 'audio/flac':
        return flacPcm(file, signal);
      case 'audio/ogg': {
        const content = readOgg(file);
        return content === 'vorbis' ? vorbisPcm(file, signal) : opusPcm(content, signal);
      }
      case 'audio/webm': {
        const content = readWebm(file);
        if (content !== null) return opusPcm(content, signal);
        if (!(await this.canFfmpeg())) throw new UndecodableError('WebM with another codec than Opus');
        return ffmpegPcm(path, 'matroska', MAX_SECONDS + 1, signal);
      }
      case 'audio/mp4':
        // Says what is in it before anything is started.
        mp4DurationMs(file);
        return (await this.canFfmpeg()) ? ffmpegPcm(path, 'mov', MAX_SECONDS + 1, signal) : null;
    }
  }

  private canFfmpeg(): Promise<boolean> {
    this.ffmpeg ??= hasFfmpeg();
    return this.ffmpeg;
  }
}

function* slicesOf({ channels, sampleRate }: PcmPiece): Generator<PcmPiece, void, undefined> {
  const length = channels[0]?.length ?? 0;
  const step = Math.ceil((sampleRate * SLICE_MS) / 1_000);
  for (let at = 0; at < length; at += step) yield { sampleRate, channels: channels.map((channel) => channel.subarray(at, at + step)) };
}

async function listen(pieces: Iterable<PcmPiece> | AsyncIterable<PcmPiece>, signal: AbortSignal): Promise<{ durationMs: number; speechMs: number }> {
  const resampler = new Resampler();
  const stream = new VoiceStream();
  let samples = 0;
  let speechMs = 0;
  const hear = (pcm: Int16Array) => {
    // Times are those in the file; the first is 1, because a stream takes only what is later than before.
    const { utterances } = stream.push(1 + (samples * 1_000) / VOICE_SAMPLE_RATE, pcm);
    for (const utterance of utterances) speechMs += utterance.speechMs;
    samples += pcm.length;
  };
  for await (const piece of pieces) {
    for (const slice of slicesOf(piece)) {
      hear(resampler.push(slice));
      await setImmediate();
      signal.throwIfAborted();
    }
    if (samples > MAX_SECONDS * VOICE_SAMPLE_RATE) throw new AppError('PAYLOAD_TOO_LARGE');
  }
  for (const utterance of stream.flush().utterances) speechMs += utterance.speechMs;
  if (samples === 0) throw new UndecodableError('no samples');
  return { durationMs: Math.round((samples * 1_000) / VOICE_SAMPLE_RATE), speechMs: Math.round(speechMs) };
}
