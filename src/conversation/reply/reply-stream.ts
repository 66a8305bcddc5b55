import { ERROR_CATALOGUE, type ErrorCode } from '../../../libs/contracts/errors.js';
import { uuidv7 } from '../../platform/database/uuid.js';
import type { RealtimeEmitter } from '../../platform/realtime/realtime-emitter.js';
import { aiNotice } from '../ai-notice.js';

/** A reply as everyone in the session sees it come: begin, chunks without gaps, then complete or error. */
export class ReplyStream {
  private replyId: string | null = null;
  private index = 0;
  private shown = '';
  /** White space at the end of what was shown: it belongs to the reply only if something follows. */
  private held = '';
  /** Monotonic, in milliseconds. */
  firstChunkAt: number | null = null;

  constructor(
    private readonly emitter: RealtimeEmitter,
    private readonly sessionId: string,
    private readonly language: 'ko' | 'en',
  ) {}

  /** What has been shown of the reply that is under way. */
  get text(): string {
    return this.shown;
  }

  begin(): void {
    if (this.replyId !== null) return;
    this.replyId = uuidv7();
    this.index = 0;
    this.shown = '';
    this.held = '';
    this.emitter.toSession(this.sessionId, 'reply:begin', { replyId: this.replyId, notice: aiNotice(this.language) }, 'all');
  }

  show(chunk: string): void {
    this.begin();
    const all = this.held + (this.shown === '' ? chunk.trimStart() : chunk);
    const visible = all.trimEnd();
    this.held = this.shown === '' && visible === '' ? '' : all.slice(visible.length);
    if (this.replyId === null || visible === '') return;
    this.emitter.toSession(this.sessionId, 'reply:chunk', { replyId: this.replyId, index: this.index, chunk: visible }, 'all');
    this.firstChunkAt ??= performance.now();
    this.index += 1;
    this.shown += visible;
  }

  complete(messageId: string): void {
    if (this.replyId === null) return;
    this.emitter.toSession(this.sessionId, 'reply:complete', { replyId: this.replyId, messageId }, 'all');
    this.replyId = null;
  }

  /** What was shown is void; another reply may begin. */
  fail(code: ErrorCode): void {
    if (this.replyId === null) return;
    const error = { code, message: ERROR_CATALOGUE[code][this.language] };
    this.emitter.toSession(this.sessionId, 'reply:error', { replyId: this.replyId, error }, 'all');
    this.replyId = null;
    this.shown = '';
  }
}
