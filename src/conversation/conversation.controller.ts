import { Body, Controller, Get, type OnModuleInit, Post, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { Message, MessageAnswer, MessageBody, MessagesQuery } from '../../libs/contracts/conversation.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Caller, Context, TheSession } from '../platform/access/caller.decorator.js';
import type { Principal } from '../platform/access/principal.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { Idempotent } from '../platform/idempotency/idempotency-key.decorator.js';
import type { RequestContext } from '../platform/http/request-context.js';
import type { IdempotentRequest } from '../platform/idempotency/idempotency.service.js';
import { Limit } from '../platform/limits/limit.decorators.js';
import { UrgentRequests } from '../platform/limits/urgent-requests.js';
import { SessionAccessService } from '../session/session-access.service.js';
import { authorOf, ConversationService } from './conversation.service.js';
import { MessageLog } from './message-log.js';

class MessageDto extends createZodDto(MessageBody) {}
class MessagesDto extends createZodDto(MessagesQuery) {}

@Controller('session/:id/messages')
export class ConversationController implements OnModuleInit {
  constructor(
    private readonly conversation: ConversationService,
    private readonly log: MessageLog,
    private readonly access: SessionAccessService,
    private readonly urgent: UrgentRequests,
  ) {}

  /** Who is in danger is answered, however often they write. */
  onModuleInit(): void {
    this.urgent.register('ai', ({ body }) => {
      const message = MessageBody.safeParse(body);
      return message.success && this.conversation.isAlarming(message.data.text);
    });
  }

  @Get()
  @Allow('session.read', { summary: 'The conversation, in order', answer: Message, form: 'list', session: ['person', 'counselor'] })
  list(@TheSession() session: SessionRef, @Query() query: MessagesDto) {
    return this.log.page(session.sessionId, this.access.languageOf(session), query);
  }

  @Post()
  @Limit('ai')
  @Allow('session.converse', {
    summary: 'Say something; answers with the AI counselor’s reply, or null when a human answers',
    answer: MessageAnswer,
    status: 201,
    session: ['person', 'counselor'],
  })
  post(
    @TheSession() session: SessionRef,
    @Caller() caller: Principal,
    @Body() body: MessageDto,
    @Idempotent('session.message') request: IdempotentRequest | null,
    @Context() { abort }: RequestContext,
  ) {
    return this.conversation.post(session.sessionId, authorOf(session.relation, caller), body.text, request, abort.signal);
  }
}
