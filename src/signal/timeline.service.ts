import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { EmotionPoint, EmotionsQuery } from '../../libs/contracts/emotion.js';
import type { VoiceView } from '../../libs/contracts/voice.js';
import { AppConfig } from '../platform/config/app-config.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { Page } from '../platform/http/answers.js';
import { SessionClosing } from '../session/session-closing.service.js';
import type { EndedSession } from '../session/session.events.js';
import { toPoint } from './live-session.js';
import { blockRef, LiveSessions } from './live-sessions.service.js';
import { SignalWriter } from './signal-writer.service.js';
import { decodeBlock } from './timeline-block.js';
import { TimelineWriter } from './timeline-writer.service.js';
import { TimelineRepository } from './timeline.repository.js';

export interface SessionOwner {
  readonly sessionId: string;
  readonly personId: string;
}

/** What the signals of a session come to, for readers. */
@Injectable()
export class TimelineService implements OnModuleInit {
  constructor(
    private readonly repository: TimelineRepository,
    private readonly live: LiveSessions,
    private readonly writer: SignalWriter,
    private readonly timeline: TimelineWriter,
    private readonly cipher: FieldCipher,
    private readonly closing: SessionClosing,
    private readonly config: AppConfig,
  ) {}

  onModuleInit(): void {
    this.closing.register({ prepare: (sessionId) => this.settle(sessionId), close: (session, tx) => this.complete(session, tx) });
  }

  async page(sessionId: string, { from, to, limit, offset }: EmotionsQuery): Promise<Page<EmotionPoint>> {
    await this.settle(sessionId);
    const points = (await this.points(sessionId)).filter(({ ts }) => ts >= (from ?? 0) && ts < (to ?? Infinity));
    return new Page(points.slice(offset, offset + limit), { total: points.length, limit, offset });
  }

  /** The stored timeline, one point for each second that something arrived in. */
  async points(sessionId: string, tx?: Transaction): Promise<EmotionPoint[]> {
    const rows = await this.repository.findOf(sessionId, tx);
    const fields = rows.map((row) => ({ ref: blockRef(sessionId, row.block_start.getTime()), envelope: row.points_sealed }));
    const texts = await this.cipher.openManyTexts(fields, tx);
    return texts.flatMap((text, index) => {
      const block = decodeBlock(rows[index]?.block_start.getTime() ?? 0, text);
      return [...block].sort(([a], [b]) => a - b).map(([ts, second]) => toPoint(ts, second, this.config.fusionWeights));
    });
  }

  /** Inside a transaction everything is read with its connection. */
  async voiceOf({ sessionId, personId }: SessionOwner, language: 'ko' | 'en', tx?: Transaction): Promise<VoiceView> {
    const { stored } = await this.repository.findFoldState(sessionId, tx);
    const known = this.live.find(sessionId);
    const live = known?.folded === stored ? known : await this.live.inTurn(sessionId, () => this.live.rebuild(sessionId, personId, tx));
    return live.voice.view(language);
  }

  /** Everything that arrived here is stored when it resolves. */
  private async settle(sessionId: string): Promise<void> {
    await this.writer.settle(sessionId);
    const live = this.live.find(sessionId);
    if (live !== undefined) await this.live.inTurn(sessionId, () => this.timeline.save([live]));
  }

  /** At the end nothing more can arrive: what another process stored, and its fold did not, is added. */
  private async complete({ sessionId, personId }: EndedSession, tx: Transaction): Promise<void> {
    const { folded, stored } = await this.repository.findFoldState(sessionId, tx);
    if (folded === stored) return;
    const live = await this.live.rebuild(sessionId, personId, tx);
    await this.timeline.save([live], tx);
  }
}
