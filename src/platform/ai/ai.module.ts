import { Global, Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { DomainEvents } from '../events/domain-events.js';
import { Logger } from '../logging/logger.js';
import { languageModels, speechToText } from './ai-providers.js';
import { LanguageModels } from './language-models.service.js';
import { SpeechToText } from './speech-to-text.service.js';

/** Language models and transcribers behind ports. A feature adds a provider of its own with `LanguageModels.register`. */
@Global()
@Module({
  providers: [
    {
      provide: LanguageModels,
      inject: [AppConfig, DomainEvents, Logger],
      useFactory: (config: AppConfig, events: DomainEvents, logger: Logger) => languageModels(config, { events, logger }),
    },
    {
      provide: SpeechToText,
      inject: [AppConfig, DomainEvents, Logger],
      useFactory: (config: AppConfig, events: DomainEvents, logger: Logger) => speechToText(config, { events, logger }),
    },
  ],
  exports: [LanguageModels, SpeechToText],
})
export class AiModule {}
