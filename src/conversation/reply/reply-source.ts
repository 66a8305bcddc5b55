import { Injectable } from '@nestjs/common';
import type { Message } from '../../../libs/contracts/conversation.js';
import { checkReply, MaskingVault } from '../../../libs/safety/index.js';
import type { TokenUsage, Turn } from '../../platform/ai/language-model.js';
import { LanguageModels } from '../../platform/ai/language-models.service.js';
import { ConsentService } from '../../consent/consent.service.js';
import { CrisisService } from '../../crisis/crisis.service.js';
import { InsightService } from '../../insight/insight.service.js';
import { Logger } from '../../platform/logging/logger.js';
import type { ActiveSession } from '../../session/active-session.service.js';
import { TimelineService } from '../../signal/timeline.service.js';
import { goOn, PHRASES } from '../builtin/counsel.js';
import { helplineOffer, safetyReleased, safetyTalk } from '../builtin/safety-talk.js';
import { ReplyBudget } from './reply-budget.js';
import { factsOf, type Facts, instructionsFor, turnsOf } from './reply-request.js';
import type { ReplyStream } from './reply-stream.js';
import { SentenceBuffer } from './sentence-buffer.js';

/** What was made of the danger in the message that is answered. */
export interface Danger {
  readonly isReleased: boolean;
  readonly isWatched: boolean;
}

export interface ReplyTask {
  readonly session: ActiveSession;
  readonly message: Message;
  readonly history: readonly Message[];
  readonly danger: Danger;
  readonly signal: AbortSignal;
}

export interface Written {
  readonly provider: string;
  readonly usage: TokenUsage;
  readonly costMicros: number;
}

const MAX_OUTPUT_TOKENS = 800;
const MAX_REPLY = 4_000;
const NO_FACTS: Facts = { emotion: null, findings: [], indicators: [] };
const NO_USAGE: TokenUsage = { inputTokens: 0, outputTokens: 0 };
const LETTERS_TO_JUDGE = 24;

/** Writes a reply into a stream, sentence by sentence, each checked before anybody reads it. */
@Injectable()
export class ReplySource {
  constructor(
    private readonly models: LanguageModels,
    private readonly consents: ConsentService,
    private readonly crisis: CrisisService,
    private readonly insights: InsightService,
    private readonly timeline: TimelineService,
    private readonly budget: ReplyBudget,
    private readonly logger: Logger,
  ) {}

  /** @throws ProviderError `aborted`; AppError PROVIDER_UNAVAILABLE when no provider of the configured order answered */
  async write(task: ReplyTask, stream: ReplyStream): Promise<Written> {
    const { session, message, history, danger } = task;
    const { sessionId, personId, language } = session;
    const turns = turnsOf(history, message);
    // Asked anew: something that was heard meanwhile counts as well.
    const { level, kinds, notice } = await this.crisis.current(sessionId, language);
    if (level !== null && notice !== null) return this.say(stream, safetyTalk({ level, kinds, resources: notice.resources }, turns, language));
    if (danger.isReleased) return this.say(stream, [safetyReleased(language)]);

    const { thirdPartyAi } = await this.consents.current(personId, sessionId);
    const isUsedUp = thirdPartyAi && (await this.budget.isUsedUp(sessionId, personId));
    if (isUsedUp) this.tellBudget(stream, turns, language);
    const written = await this.ask(task, turns, thirdPartyAi && !isUsedUp, stream);
    if (danger.isWatched) stream.show(`\n${helplineOffer(this.crisis.helplines(language), language)}`);
    return written;
  }

  private async ask({ session, signal }: ReplyTask, turns: readonly Turn[], allowThirdParty: boolean, stream: ReplyStream): Promise<Written> {
    const { language } = session;
    const vault = new MaskingVault();
    const prefix = stream.text;
    const masked = allowThirdParty ? turns.map(({ role, text }) => ({ role, text: vault.mask(text) })) : turns;
    const instructions = instructionsFor(language, allowThirdParty ? await this.facts(session) : NO_FACTS);
    const charactersIn = instructions.length + masked.reduce((sum, { text }) => sum + text.length, 0);
    const request = { purpose: 'reply', instructions, turns: masked, language, maxOutputTokens: MAX_OUTPUT_TOKENS, allowThirdParty, signal };

    let buffer = new SentenceBuffer();
    let received = 0;
    let costMicros = 0;
    let usage = NO_USAGE;
    const add = (provider: string, spent: TokenUsage) => {
      usage = { inputTokens: usage.inputTokens + spent.inputTokens, outputTokens: usage.outputTokens + spent.outputTokens };
      costMicros += this.budget.costMicros(provider, spent);
    };
    stream.begin();
    for await (const event of this.models.stream(request)) {
      if (event.type === 'reset') {
        add(event.provider, this.budget.estimate(charactersIn, received));
        received = 0;
        buffer = new SentenceBuffer();
        if (stream.text !== prefix) {
          stream.fail('PROVIDER_UNAVAILABLE');
          stream.begin();
          if (prefix !== '') stream.show(prefix);
        }
        continue;
      }
      if (event.type === 'chunk') received += event.text.length;
      const sentences = event.type === 'chunk' ? buffer.push(event.text) : [buffer.rest()];
      const isTrusted = event.provider === 'builtin';
      for (const sentence of sentences) {
        const objection = isTrusted ? null : objectionFor(vault.restore(sentence), language);
        if (objection !== null) {
          this.logger.warn({ sessionId: session.sessionId, provider: event.provider, objection }, 'a sentence of a model was not shown');
          add(event.provider, this.budget.estimate(charactersIn, received));
          stream.show(` ${goOn(turns, language)}`);
          return { provider: event.provider, usage, costMicros };
        }
        stream.show(vault.restore(sentence).slice(0, Math.max(0, MAX_REPLY - stream.text.length)).toWellFormed());
      }
      if (event.type === 'done') {
        add(event.provider, event.usage ?? (isTrusted ? NO_USAGE : this.budget.estimate(charactersIn, received)));
        return { provider: event.provider, usage, costMicros };
      }
      if (stream.text.length >= MAX_REPLY) {
        add(event.provider, this.budget.estimate(charactersIn, received));
        return { provider: event.provider, usage, costMicros };
      }
    }
    throw new Error('a stream of a model ended without its end');
  }

  /** Numbers that may lack: the reply does not wait for what fails. */
  private async facts(session: ActiveSession): Promise<Facts> {
    const { sessionId, language } = session;
    try {
      const [points, findings, voice] = await Promise.all([
        this.timeline.points(sessionId),
        this.insights.recent(sessionId),
        this.timeline.voiceOf(session, language),
      ]);
      return factsOf(points, findings, voice.indicators);
    } catch (error) {
      this.logger.warn({ err: error, sessionId }, 'a reply is written without facts');
      return NO_FACTS;
    }
  }

  private tellBudget(stream: ReplyStream, turns: readonly Turn[], language: 'ko' | 'en'): void {
    const { budgetUsed } = PHRASES[language];
    const isTold = turns.some(({ role, text }) => role === 'counselor' && text.includes(budgetUsed));
    if (!isTold) stream.show(`${budgetUsed} `);
  }

  private say(stream: ReplyStream, sentences: readonly string[]): Written {
    sentences.forEach((sentence, index) => stream.show(index === 0 ? sentence : `\n${sentence}`));
    return { provider: 'builtin', usage: NO_USAGE, costMicros: 0 };
  }
}

function objectionFor(sentence: string, language: 'ko' | 'en'): string | null {
  if (sentence.trim() === '') return null;
  if (isInAnotherLanguage(sentence, language)) return 'language';
  return checkReply(sentence, language).flags[0]?.reason ?? null;
}

/** A whole sentence without a letter of the session's script, or Korean in an English session. */
function isInAnotherLanguage(sentence: string, language: 'ko' | 'en'): boolean {
  const hangul = sentence.match(/\p{Script=Hangul}/gu)?.length ?? 0;
  const letters = sentence.match(/\p{L}/gu)?.length ?? 0;
  if (letters < LETTERS_TO_JUDGE) return false;
  return language === 'ko' ? hangul === 0 : hangul > letters / 2;
}
