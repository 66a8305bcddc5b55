import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { VoiceAudioEvent } from '../../../libs/contracts/realtime.js';
import { VOICE_SAMPLE_RATE } from '../../../libs/contracts/realtime.js';
import { ConsentService } from '../../consent/consent.service.js';
import { AppError } from '../../platform/errors/app-error.js';
import { DomainEvents } from '../../platform/events/domain-events.js';
import { Logger } from '../../platform/logging/logger.js';
import { type ActiveSession, ActiveSessions } from '../../session/active-session.service.js';
import { SessionClosing } from '../../session/session-closing.service.js';
import { SignalService } from '../../signal/signal.service.js';
import { Gaps } from './gaps.service.js';
import { type Listener, ListenerRepository } from './listener.repository.js';
import { type Heard, LiveStream, type SpokenAudio } from './live-stream.js';
import { UtteranceQueue } from './utterance-queue.service.js';
import { UtteranceRepository } from './utterance.repository.js';

/** A client that sends nothing for so long has paused: what is open is ended. */
const IDLE_MS = 2_000;
/** How far ahead of what was heard a listener claims, until it is next renewed. */
const AHEAD_MS = 2_000;
/** How long the end of a session waits for the last words. */
const CLOSING_MS = 4_000;

interface Live {
  session: ActiveSession;
  readonly stream: LiveStream;
  /** Utterances that could not be stored yet. */
  readonly unsent: SpokenAudio[];
  lastChunkAt: number;
  /** Up to where the database knows that audio is taken here, epoch ms; 0 when it does not know of it. */
  claimedTo: number;
}

/** Live audio: to utterances, which are queued, and to measures, which are stored before the audio is acknowledged. */
@Injectable()
export class LiveAudio implements OnModuleInit {
  private readonly lives = new Map<string, Live>();
  private readonly chains = new Map<string, Promise<unknown>>();

  constructor(
    private readonly active: ActiveSessions,
    private readonly consents: ConsentService,
    private readonly signals: SignalService,
    private readonly queue: UtteranceQueue,
    private readonly utterances: UtteranceRepository,
    private readonly listeners: ListenerRepository,
    private readonly gaps: Gaps,
    private readonly closing: SessionClosing,
    private readonly events: DomainEvents,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.closing.register({
      prepare: async (sessionId) => {
        await this.end(sessionId);
        await this.queue.settle(sessionId, CLOSING_MS);
      },
      close: async ({ sessionId }, tx) => {
        await this.listeners.removeOfSession(sessionId, tx);
        for (const { id, person_id: personId, ts_start: start, ts_end: end } of await this.utterances.removeOfSession(sessionId, tx))
          await this.gaps.lost({ id, sessionId, personId, tsStart: start.getTime(), tsEnd: end.getTime(), reason: 'ended' }, tx);
      },
    });
    for (const event of ['session.ended', 'session.deleted'] as const) this.events.on(event, ({ sessionId }) => void this.lives.delete(sessionId));
    this.events.on('session.claimed', ({ sessionId, toPersonId }) => {
      const live = this.lives.get(sessionId);
      if (live !== undefined) live.session = { ...live.session, personId: toPersonId };
    });
    this.events.on('consent.changed', ({ personId, consents }) => {
      for (const [sessionId, live] of this.lives) {
        if (live.session.personId !== personId) continue;
        if (!consents.microphone) this.lives.delete(sessionId);
        else if (!mayTranscribe(consents)) live.stream.forgetAudio();
        if (!mayTranscribe(consents)) live.unsent.length = 0;
      }
    });
  }

  /** @throws AppError CONSENT_REQUIRED, INVALID_STATE, VALIDATION_ERROR, RATE_LIMITED; nothing of the chunk was taken then */
  take(sessionId: string, { ts, pcm }: VoiceAudioEvent): Promise<void> {
    return this.inTurn(sessionId, async () => {
      const session = await this.active.require(sessionId);
      const consents = await this.consents.current(session.personId, sessionId);
      if (!consents.microphone) throw new AppError('CONSENT_REQUIRED');
      this.active.requireWithinLife(session, [{ from: ts, to: ts + (pcm.length * 1_000) / VOICE_SAMPLE_RATE, path: 'ts' }]);
      const isKept = mayTranscribe(consents);
      if (isKept) this.queue.requireRoom(sessionId);
      const live = this.liveOf(session);
      live.session = session;
      live.lastChunkAt = Date.now();
      const heard = live.stream.push(ts, pcm, isKept);
      // Nothing is acknowledged that would be missed by nobody.
      if (isKept && live.stream.heardTo > live.claimedTo) await this.claim([live]);
      await this.keep(live, heard);
    });
  }

  /** Every second, in which a client that speaks in real time does not get beyond what is claimed: ends what is silent, and says how far the others are. */
  async renew(now = Date.now()): Promise<void> {
    for (const [sessionId, live] of this.lives) {
      if (now - live.lastChunkAt >= IDLE_MS)
        this.end(sessionId).catch((error: unknown) => this.logger.error({ err: error, sessionId }, 'live audio could not be ended'));
    }
    const claimed = [...this.lives.values()].filter(({ claimedTo }) => claimedTo > 0);
    if (claimed.length > 0) await this.claim(claimed);
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.lives.keys()].map((sessionId) => this.end(sessionId)));
  }

  private end(sessionId: string): Promise<void> {
    if (!this.lives.has(sessionId)) return Promise.resolve();
    return this.inTurn(sessionId, async () => {
      const live = this.lives.get(sessionId);
      if (live === undefined) return;
      try {
        await this.keep(live, live.stream.flush());
      } catch (error) {
        // Measures of a session that is paused or over are not wanted.
        if (!(error instanceof AppError && error.code === 'INVALID_STATE')) throw error;
      }
      this.lives.delete(sessionId);
      if (live.claimedTo > 0) await this.listeners.remove(sessionId, this.queue.worker);
    });
  }

  private async claim(lives: readonly Live[]): Promise<void> {
    const rows = lives.map(listenerOf);
    await this.listeners.save(rows, this.queue.worker);
    lives.forEach((live, index) => (live.claimedTo = rows[index]?.heardTo ?? 0));
  }

  private async keep(live: Live, { utterances, activity }: Heard): Promise<void> {
    const { session, unsent } = live;
    unsent.push(...utterances);
    for (let first = unsent[0]; first !== undefined; first = unsent[0]) {
      await this.queue.add(session, first);
      unsent.shift();
    }
    if (activity.length > 0) await this.signals.addVoiceMeasures(session, activity);
  }

  private liveOf(session: ActiveSession): Live {
    let live = this.lives.get(session.sessionId);
    if (live === undefined) {
      live = { session, stream: new LiveStream(), unsent: [], lastChunkAt: 0, claimedTo: 0 };
      this.lives.set(session.sessionId, live);
    }
    return live;
  }

  /** Chunks of one session follow each other. */
  private async inTurn(sessionId: string, work: () => Promise<void>): Promise<void> {
    const own = (this.chains.get(sessionId) ?? Promise.resolve()).then(work, work);
    const settled = own.catch(() => undefined);
    this.chains.set(sessionId, settled);
    try {
      await own;
    } finally {
      if (this.chains.get(sessionId) === settled) this.chains.delete(sessionId);
    }
  }
}

const mayTranscribe = ({ microphone, thirdPartyAi, transcript }: Record<'microphone' | 'thirdPartyAi' | 'transcript', boolean>) =>
  microphone && thirdPartyAi && transcript;

const listenerOf = ({ session: { sessionId, personId }, stream }: Live): Listener => ({
  sessionId, personId, settledTo: Math.floor(stream.settledTo), heardTo: Math.ceil(stream.heardTo) + AHEAD_MS,
});
