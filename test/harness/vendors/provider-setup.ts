import type { AppConfig } from '../../../src/platform/config/app-config.js';
import { DomainEvents, type DomainEventMap } from '../../../src/platform/events/domain-events.js';
import { type LogLine, recordingLogger } from '../recording-logger.js';
import { GeminiServer } from './gemini-server.js';
import { OpenAiServer } from './openai-server.js';

/** Both vendors on loopback, the part of the configuration that points to them, and what the code under test said. */
export interface Vendors {
  openai: OpenAiServer;
  gemini: GeminiServer;
  calls: DomainEventMap['provider.called'][];
  lines: LogLine[];
  tools: { events: DomainEvents; logger: ReturnType<typeof recordingLogger>['logger'] };
  config: (options?: VendorConfig) => Pick<AppConfig, 'ai' | 'stt'>;
  close: () => Promise<void>;
}

export interface VendorConfig {
  ai?: AppConfig['ai']['order'];
  stt?: AppConfig['stt']['order'];
  timeoutMs?: number;
  sttModel?: string;
  /** Instead of the fakes' keys; undefined for none. */
  openaiKey?: string | undefined;
  geminiKey?: string | undefined;
}

export async function startVendors(): Promise<Vendors> {
  const [openai, gemini] = await Promise.all([OpenAiServer.start(), GeminiServer.start()]);
  const { logger, lines } = recordingLogger();
  const events = new DomainEvents(logger);
  const calls: Vendors['calls'] = [];
  events.on('provider.called', (call) => void calls.push(call));
  return {
    openai,
    gemini,
    calls,
    lines,
    tools: { events, logger },
    config: (options = {}) => {
      const {
        ai = ['openai', 'gemini', 'builtin'],
        stt = ['openai', 'gemini'],
        timeoutMs = 5_000,
        sttModel = 'whisper-1',
      } = options;
      const keys = { openaiKey: openai.apiKey, geminiKey: gemini.apiKey, ...options };
      return {
        ai: {
          order: ai,
          timeoutMs,
          openai: { apiKey: keys.openaiKey, baseUrl: openai.baseUrl, chatModel: 'gpt-5-mini', sttModel },
          gemini: { apiKey: keys.geminiKey, baseUrl: gemini.origin, model: 'gemini-2.5-flash' },
        },
        stt: { order: stt, timeoutMs },
      };
    },
    close: async () => {
      await Promise.all([openai.close(), gemini.close()]);
    },
  };
}
