import { Body, Controller, Put } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { HandoverAnswer, HandoverBody } from '../../libs/contracts/conversation.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { TheSession } from '../platform/access/caller.decorator.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { HandoverService } from './handover.service.js';

class HandoverDto extends createZodDto(HandoverBody) {}

@Controller('session/:id/counselor')
export class HandoverController {
  constructor(private readonly handover: HandoverService) {}

  @Put()
  @Allow('session.steer', {
    summary: 'Ask a human counselor into a session of the AI one, or go on with the AI alone; the human speaks while joined',
    answer: HandoverAnswer,
    session: ['person'],
  })
  ask(@TheSession() session: SessionRef, @Body() { counselorId }: HandoverDto) {
    return this.handover.ask(session.sessionId, counselorId === 'ai' ? null : counselorId);
  }
}
