import type { Message } from '../../libs/contracts/conversation.js';

declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** A message was stored, whoever wrote it. */
    'message.created': { sessionId: string; personId: string; language: 'ko' | 'en'; message: Message };
  }
}
