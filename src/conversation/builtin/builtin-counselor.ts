import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LanguageModelProvider, LanguageModelRequest, ModelPiece } from '../../platform/ai/language-model.js';
import { LanguageModels } from '../../platform/ai/language-models.service.js';
import { counsel } from './counsel.js';

/** The rule-based counselor as a language model: no key, no network, nothing leaves this server. */
@Injectable()
export class BuiltinCounselor implements LanguageModelProvider, OnModuleInit {
  readonly name = 'builtin';
  readonly isThirdParty = false;

  constructor(private readonly models: LanguageModels) {}

  onModuleInit(): void {
    this.models.register(this);
  }

  async *stream({ turns, language }: LanguageModelRequest, signal: AbortSignal): AsyncGenerator<ModelPiece> {
    for (const sentence of counsel(turns, language)) {
      signal.throwIfAborted();
      yield await Promise.resolve({ type: 'text', text: `${sentence} ` });
    }
    yield { type: 'end', finish: 'stop', usage: { inputTokens: 0, outputTokens: 0 } };
  }
}
