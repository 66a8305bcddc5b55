import { Body, Controller, Post } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { SignalsAnswer, SttBody } from '../../libs/contracts/signals.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { TheSession } from '../platform/access/caller.decorator.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { ClientTranscripts } from './client-transcripts.service.js';

class SttDto extends createZodDto(SttBody) {}

@Controller('session/:id')
export class TranscriptController {
  constructor(private readonly transcripts: ClientTranscripts) {}

  @Post('stt')
  @Allow('session.signal', { summary: 'What the client’s recognizer heard', answer: SignalsAnswer, status: 201, session: ['person'] })
  add(@TheSession() session: SessionRef, @Body() body: SttDto) {
    return this.transcripts.addBatch(session.sessionId, body.items);
  }
}
