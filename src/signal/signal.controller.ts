import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { EmotionPoint, EmotionsQuery } from '../../libs/contracts/emotion.js';
import { AudioBody, FramesBody, SignalsAnswer } from '../../libs/contracts/signals.js';
import { VoiceView } from '../../libs/contracts/voice.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Context, TheSession } from '../platform/access/caller.decorator.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { SignalService } from './signal.service.js';
import { TimelineService } from './timeline.service.js';

class FramesDto extends createZodDto(FramesBody) {}
class AudioDto extends createZodDto(AudioBody) {}
class EmotionsDto extends createZodDto(EmotionsQuery) {}

@Controller('session/:id')
export class SignalController {
  constructor(
    private readonly signals: SignalService,
    private readonly timeline: TimelineService,
  ) {}

  @Post('frames')
  @Allow('session.signal', { summary: 'Frames of the face; read on arrival and not kept', answer: SignalsAnswer, status: 201, session: ['person'] })
  frames(@TheSession() session: SessionRef, @Body() body: FramesDto) {
    return this.signals.addFrames(session.sessionId, body.items);
  }

  @Post('audio')
  @Allow('session.signal', { summary: 'Voice activity', answer: SignalsAnswer, status: 201, session: ['person'] })
  audio(@TheSession() session: SessionRef, @Body() body: AudioDto) {
    return this.signals.addVoice(session.sessionId, body.items);
  }

  @Get('emotions')
  @Allow('session.read', { summary: 'The timeline, one point a second', answer: EmotionPoint, form: 'list', session: ['person', 'counselor'] })
  emotions(@TheSession() session: SessionRef, @Query() query: EmotionsDto) {
    return this.timeline.page(session.sessionId, query);
  }

  @Get('voice')
  @Allow('session.read', { summary: 'Voice metrics, indicators and time series', answer: VoiceView, session: ['person', 'counselor'] })
  voice(@TheSession() session: SessionRef, @Context() { language }: RequestContext) {
    return this.timeline.voiceOf(session, language);
  }
}
