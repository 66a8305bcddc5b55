import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Request, Response } from 'express';
import { TRANSCRIPT_TEXT_MAX } from '../../../libs/contracts/signals.js';
import type { TranscribeAnswer, TranscribeFields } from '../../../libs/contracts/stt.js';
import { ConsentService } from '../../consent/consent.service.js';
import { type Principal, personIdOf } from '../../platform/access/principal.js';
import { SessionResolver } from '../../platform/access/session-resolver.js';
import { ProviderError } from '../../platform/ai/resilience/provider-error.js';
import { SpeechToText } from '../../platform/ai/speech-to-text.service.js';
import { AppError } from '../../platform/errors/app-error.js';
import { DomainEvents } from '../../platform/events/domain-events.js';
import { leaveUnread } from '../../platform/http/body.middleware.js';
import { contextOf, type RequestContext } from '../../platform/http/request-context.js';
import { type ActiveSession, ActiveSessions } from '../../session/active-session.service.js';
import { type SpokenText, TranscriptService } from '../../transcript/transcript.service.js';
import { AudioInspector, type InspectedAudio } from '../audio/audio-inspector.service.js';
import { AudioFiles } from './audio-files.service.js';
import { receiveAudio } from './multipart-audio.js';

/** An upload that is worked on, and what would end the work. */
interface Running {
  readonly personId: string;
  sessionId: string | null;
  readonly controller: AbortController;
}

/** The vendor has a time limit of its own; meanwhile the request's must not run out. */
const KEEP_ALIVE_MS = 5_000;

/** One recorded file to text. */
@Injectable()
export class UploadTranscription implements OnModuleInit {
  private readonly running = new Set<Running>();

  constructor(
    private readonly files: AudioFiles,
    private readonly inspector: AudioInspector,
    private readonly speech: SpeechToText,
    private readonly consents: ConsentService,
    private readonly sessions: SessionResolver,
    private readonly active: ActiveSessions,
    private readonly transcripts: TranscriptService,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    for (const event of ['session.ended', 'session.deleted'] as const)
      this.events.on(event, (ended) => this.stop(new AppError('INVALID_STATE'), ({ sessionId }) => sessionId === ended.sessionId));
    this.events.on('consent.changed', (changed) => {
      if (changed.consents.microphone && changed.consents.thirdPartyAi) return;
      this.stop(new AppError('CONSENT_REQUIRED'), ({ personId }) => personId === changed.personId);
    });
  }

  /** @throws AppError CONSENT_REQUIRED, NOT_FOUND, INVALID_STATE, PROVIDER_UNAVAILABLE, and what is wrong with the upload */
  async transcribe(caller: Principal, request: Request, response: Response): Promise<TranscribeAnswer> {
    const context = contextOf(request);
    const personId = await this.requireConsents(caller).catch((error: unknown) => {
      leaveUnread(request, response);
      throw error;
    });
    const running: Running = { personId, sessionId: null, controller: new AbortController() };
    this.running.add(running);
    try {
      return await this.files.using(async (path) => {
        const fields = await receiveAudio(request, response, path);
        running.sessionId = fields.sessionId ?? null;
        return this.read(caller, fields, path, context, AbortSignal.any([context.abort.signal, running.controller.signal]));
      });
    } catch (error) {
      const { reason } = running.controller.signal as { reason: unknown };
      throw reason instanceof AppError ? reason : error;
    } finally {
      this.running.delete(running);
    }
  }

  private async read(caller: Principal, fields: TranscribeFields, path: string, context: RequestContext, signal: AbortSignal): Promise<TranscribeAnswer> {
    const receivedAt = Date.now();
    const session = fields.sessionId === undefined ? null : await this.sessionOf(caller, fields.sessionId);
    context.timeLimit?.refresh();
    const audio = await this.inspector.inspect(path, signal);
    const { durationMs, speechMs } = audio;
    if (audio.isHeard && speechMs === 0) {
      this.events.emit('transcription.ended', { source: 'upload', outcome: 'no-speech' });
      return { text: '', language: null, durationMs, speechMs, segments: [], provider: null };
    }
    // Withdrawn while the file came in.
    await this.requireConsents(caller);
    const answer = await this.ask(fields, path, audio, context, signal);
    if (session !== null) await this.store(session, answer, receivedAt - durationMs);
    this.events.emit('transcription.ended', { source: 'upload', outcome: 'ok' });
    return answer;
  }

  private async ask({ language }: TranscribeFields, path: string, audio: InspectedAudio, { timeLimit }: RequestContext, signal: AbortSignal): Promise<TranscribeAnswer> {
    const { durationMs, speechMs, mediaType, isHeard } = audio;
    timeLimit?.refresh();
    const keepAlive = setInterval(() => timeLimit?.refresh(), KEEP_ALIVE_MS);
    try {
      const transcript = await this.speech.transcribe({ purpose: 'upload', audio: { path }, mediaType, language, durationMs, signal });
      const segments = transcript.segments.map(({ startMs, endMs, text, confidence, uncertain }) => ({
        startMs, endMs, text, confidence, uncertain: uncertain || !isHeard,
      }));
      const { text, provider } = transcript;
      return { text, language: transcript.language, durationMs, speechMs, segments, provider };
    } catch (error) {
      if (error instanceof ProviderError && error.kind === 'aborted') throw signal.reason instanceof AppError ? signal.reason : clientGone(error);
      this.events.emit('transcription.ended', { source: 'upload', outcome: 'failed' });
      throw error;
    } finally {
      clearInterval(keepAlive);
    }
  }

  /** Nothing is kept of what was said without the person's consent to a transcript. */
  private async store(session: ActiveSession, { segments, language }: TranscribeAnswer, spokenAt: number): Promise<void> {
    const { transcript } = await this.consents.current(session.personId, session.sessionId);
    if (!transcript) return;
    const start = Math.max(session.startedAt, Math.round(spokenAt));
    const items = segments.map(({ startMs, endMs, text, confidence, uncertain }): SpokenText => ({
      tsStart: start + startMs,
      tsEnd: start + endMs,
      text: text.slice(0, TRANSCRIPT_TEXT_MAX).toWellFormed(),
      ...(language === 'ko' || language === 'en' ? { language } : {}),
      ...(confidence === null ? {} : { confidence }),
      ...(uncertain ? { uncertain } : {}),
    }));
    await this.transcripts.add(session, 'upload', items);
  }

  /** Gives the person. A guest without a session has given none. */
  private async requireConsents(caller: Principal): Promise<string> {
    const personId = personIdOf(caller);
    if (personId === null) throw new AppError('CONSENT_REQUIRED');
    await this.consents.require(personId, caller.kind === 'guest-session' ? caller.sessionId : null, 'microphone', 'thirdPartyAi');
    return personId;
  }

  /** Only the person's own voice goes into a session. */
  private async sessionOf(caller: Principal, sessionId: string): Promise<ActiveSession> {
    const ref = await this.sessions.resolve(caller, sessionId);
    if (ref?.relation !== 'person') throw new AppError('NOT_FOUND');
    return this.active.require(sessionId);
  }

  private stop(reason: AppError, concerns: (running: Running) => boolean): void {
    for (const running of this.running) if (concerns(running)) running.controller.abort(reason);
  }
}

/** Nobody reads it. */
const clientGone = (cause: unknown) => new AppError('TIMEOUT', { cause });
