import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { collect } from '../../../test/harness/collect.js';
import { startVendors } from '../../../test/harness/vendors/provider-setup.js';
import { AppConfig } from '../config/app-config.js';
import { ConfigModule } from '../config/config.module.js';
import { EventsModule } from '../events/events.module.js';
import { LoggingModule } from '../logging/logging.module.js';
import { AiModule } from './ai.module.js';
import { LanguageModels } from './language-models.service.js';
import { SpeechToText } from './speech-to-text.service.js';

const secret = (letter: string) => letter.repeat(8) + 'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(2);

it('gives features both ports, set up from the environment', async () => {
  const vendors = await startVendors();
  const config = AppConfig.from({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    JWT_ACCESS_SECRETS: secret('A'),
    JWT_REFRESH_SECRETS: secret('B'),
    LOOKUP_KEY: secret('C'),
    ENCRYPTION_KEYS: `one:${Buffer.from(secret('D')).subarray(0, 32).toString('hex')}`,
    AI_PROVIDERS: 'gemini,builtin',
    STT_PROVIDERS: 'openai',
    ...vendors.openai.environment,
    ...vendors.gemini.environment,
  });
  const module = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), LoggingModule.forRoot(), EventsModule, AiModule],
  }).compile();
  const { signal } = new AbortController();
  const events = await collect(
    module.get(LanguageModels).stream({
      purpose: 'reply',
      instructions: '',
      turns: [{ role: 'person', text: '안녕' }],
      language: 'ko',
      maxOutputTokens: 50,
      allowThirdParty: true,
      signal,
    }),
  );
  expect(events.at(-1)).toMatchObject({ type: 'done', provider: 'gemini' });
  const audio = Buffer.alloc(10);
  const spoken = { purpose: 'live', audio, mediaType: 'audio/wav', durationMs: 1_000, signal } as const;
  expect(await module.get(SpeechToText).transcribe(spoken)).toMatchObject({ provider: 'openai', text: '안녕하세요' });
  await module.close();
  await vendors.close();
});
