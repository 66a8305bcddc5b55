import { Injectable } from '@nestjs/common';
import type { TokenUsage } from '../../platform/ai/language-model.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { ReplyRepository } from './reply.repository.js';

/** A character of Korean is about one token, of English a third of one: an estimate for vendors that do not say. */
const TOKENS_PER_CHARACTER = 0.7;

/** What third-party AI may cost: for a session, and for a person in 24 hours; in tokens and in money. */
@Injectable()
export class ReplyBudget {
  constructor(
    private readonly repository: ReplyRepository,
    private readonly config: AppConfig,
  ) {}

  async isUsedUp(sessionId: string, personId: string): Promise<boolean> {
    const [session, person] = await Promise.all([this.repository.spentOf(sessionId), this.repository.spentOfPerson(personId)]);
    const { sessionTokens, personTokens, sessionMicros, personMicros } = this.config.aiBudget;
    return (
      session.tokens >= sessionTokens || session.cost_micros >= sessionMicros || person.tokens >= personTokens || person.cost_micros >= personMicros
    );
  }

  /** Millionths of a US dollar. */
  costMicros(provider: string, { inputTokens, outputTokens }: TokenUsage): number {
    const price = this.config.aiBudget.prices.get(provider);
    // Dollars for a million tokens are millionths of a dollar for one.
    return price === undefined ? 0 : Math.ceil(inputTokens * price.input + outputTokens * price.output);
  }

  estimate(charactersIn: number, charactersOut: number): TokenUsage {
    return { inputTokens: Math.ceil(charactersIn * TOKENS_PER_CHARACTER), outputTokens: Math.ceil(charactersOut * TOKENS_PER_CHARACTER) };
  }
}
