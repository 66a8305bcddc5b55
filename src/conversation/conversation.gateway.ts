import { Injectable } from '@nestjs/common';
import type { MessageBody } from '../../libs/contracts/conversation.js';
import { AllowEvent, ClientEvent } from '../platform/realtime/client-event.decorators.js';
import type { SessionConnection } from '../platform/realtime/session-connection.js';
import { authorOf, ConversationService } from './conversation.service.js';
import { MessageRate } from './message-rate.js';

@Injectable()
export class ConversationGateway {
  constructor(
    private readonly conversation: ConversationService,
    private readonly rate: MessageRate,
  ) {}

  @ClientEvent('message')
  @AllowEvent('session.converse', ['person', 'counselor'])
  async message({ text }: MessageBody, { sessionId, role, principal, context }: SessionConnection) {
    // Who is in danger is answered, however often they write; that answer costs nobody anything.
    if (role !== 'person' || !this.conversation.isAlarming(text)) await this.rate.take(principal, context.ip);
    return { message: await this.conversation.send(sessionId, authorOf(role, principal), text) };
  }
}
