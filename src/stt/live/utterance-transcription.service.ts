import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { toInt16 } from '../../../libs/contracts/binary.js';
import { VOICE_SAMPLE_RATE } from '../../../libs/contracts/realtime.js';
import { TRANSCRIPT_TEXT_MAX } from '../../../libs/contracts/signals.js';
import { ProviderError } from '../../platform/ai/resilience/provider-error.js';
import type { Transcript } from '../../platform/ai/speech-to-text.js';
import { SpeechToText } from '../../platform/ai/speech-to-text.service.js';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { AppError } from '../../platform/errors/app-error.js';
import { Logger } from '../../platform/logging/logger.js';
import { type ActiveSession, ActiveSessions } from '../../session/active-session.service.js';
import { type SpokenText, TranscriptService } from '../../transcript/transcript.service.js';
import { toWav } from '../audio/wav.js';
import { audioRef } from './audio-ref.js';
import { UtteranceRepository, type UtteranceRow } from './utterance.repository.js';

/** `failed`: no provider answered; `later`: the session cannot take words now, or something of ours is out. */
export interface Attempt {
  readonly outcome: 'done' | 'aborted' | 'failed' | 'later';
  /** After how long the providers say that they will answer again. */
  readonly retryAfterMs?: number | undefined;
}

/** Samples of all sessions that are held beside the database; what is beyond is read from there. */
const MAX_HELD_BYTES = 64_000_000;
const MAX_SESSIONS = 10_000;

/** The utterance was taken away meanwhile: its words must not be stored. */
class TakenAway extends Error {}

/** One utterance to stored words. */
@Injectable()
export class UtteranceTranscription {
  private readonly held = new LRUCache<string, Int16Array>({ maxSize: MAX_HELD_BYTES, sizeCalculation: (pcm) => Math.max(1, pcm.byteLength) });
  private readonly sessions = new LRUCache<string, ActiveSession>({ max: MAX_SESSIONS });
  private readonly late = new Set<string>();

  constructor(
    private readonly repository: UtteranceRepository,
    private readonly speech: SpeechToText,
    private readonly transcripts: TranscriptService,
    private readonly active: ActiveSessions,
    private readonly cipher: FieldCipher,
    private readonly logger: Logger,
  ) {}

  /** Saves reading it back. */
  remember(session: ActiveSession, id: string, pcm: Int16Array): void {
    this.sessions.set(session.sessionId, session);
    this.held.set(id, pcm);
  }

  /** It will be tried again. */
  postpone(id: string): void {
    this.late.add(id);
  }

  isLate(id: string): boolean {
    return this.late.delete(id);
  }

  forget(id: string): void {
    this.held.delete(id);
    this.late.delete(id);
  }

  async attempt(row: UtteranceRow, signal: AbortSignal): Promise<Attempt> {
    try {
      const session = await this.sessionOf(row);
      const pcm = this.held.get(row.id) ?? toInt16(await this.cipher.open(audioRef(row.id), row.audio_sealed)) ?? new Int16Array(0);
      const transcript = await this.speech.transcribe({
        purpose: 'live',
        audio: toWav(pcm),
        mediaType: 'audio/wav',
        language: session.language,
        durationMs: Math.round((pcm.length * 1_000) / VOICE_SAMPLE_RATE),
        signal,
      });
      await this.store(session, row, transcript);
      return { outcome: 'done' };
    } catch (error) {
      if (signal.aborted || (error instanceof ProviderError && error.kind === 'aborted')) return { outcome: 'aborted' };
      if (error instanceof TakenAway) return { outcome: 'done' };
      if (error instanceof AppError && error.code === 'PROVIDER_UNAVAILABLE') return { outcome: 'failed', retryAfterMs: error.retryAfterMs };
      if (!(error instanceof AppError)) this.logger.error({ err: error, sessionId: row.session_id }, 'an utterance could not be stored');
      return { outcome: 'later' };
    }
  }

  private async store(session: ActiveSession, row: UtteranceRow, { segments, language }: Transcript): Promise<void> {
    const from = row.ts_start.getTime();
    const to = row.ts_end.getTime();
    const items = segments.map(({ startMs, endMs, text, confidence, uncertain }): SpokenText => ({
      tsStart: Math.min(to, from + startMs),
      tsEnd: Math.min(to, from + endMs),
      text: text.slice(0, TRANSCRIPT_TEXT_MAX).toWellFormed(),
      ...(language === 'ko' || language === 'en' ? { language } : {}),
      ...(confidence === null ? {} : { confidence }),
      ...(uncertain ? { uncertain } : {}),
    }));
    await this.transcripts.add(session, 'live', items, {
      isLate: true,
      within: async (tx) => {
        if (!(await this.repository.remove(row.id, tx))) throw new TakenAway();
      },
    });
  }

  /** A guest's session may be an account's by now. */
  private async sessionOf(row: UtteranceRow): Promise<ActiveSession> {
    const session = this.sessions.get(row.session_id) ?? (await this.active.require(row.session_id));
    return session.personId === row.person_id ? session : { ...session, personId: row.person_id };
  }
}
