import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import {
  ClaimAnswer,
  EndAnswer,
  FeedbackAnswer,
  JoinAnswer,
  LeaveAnswer,
  PauseAnswer,
  ResumeAnswer,
  SessionStartAnswer,
  SessionState,
  SessionStats,
} from '../../libs/contracts/session.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account, Caller, TheSession } from '../platform/access/caller.decorator.js';
import type { Principal, UserPrincipal } from '../platform/access/principal.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { ServerOrigin } from '../platform/http/server-origin.decorator.js';
import { Idempotent } from '../platform/idempotency/idempotency-key.decorator.js';
import type { IdempotentRequest } from '../platform/idempotency/idempotency.service.js';
import { FeedbackService } from './feedback.service.js';
import { SessionAccessService } from './session-access.service.js';
import { SessionStartService } from './session-start.service.js';
import { SessionVisitService } from './session-visit.service.js';
import { ClaimDto, EmptyBodyDto, FeedbackDto, SessionIdParams, SessionListDto, SessionStartDto } from './session.dto.js';
import { SessionService } from './session.service.js';

@Controller('session')
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly starts: SessionStartService,
    private readonly visits: SessionVisitService,
    private readonly access: SessionAccessService,
    private readonly feedback: FeedbackService,
  ) {}

  @Post('start')
  @Allow('session.start', { summary: 'Start a session; a guest gets the token that opens it', answer: SessionStartAnswer, status: 201 })
  start(
    @Caller() caller: Principal,
    @Body() body: SessionStartDto,
    @Idempotent('session.start') request: IdempotentRequest | null,
    @ServerOrigin() origin: string,
  ) {
    return this.starts.start(caller, body, request, origin);
  }

  @Get()
  @Allow('session.list', { summary: 'Own sessions, newest first', answer: SessionState, form: 'list' })
  list(@Account() account: UserPrincipal, @Query() query: SessionListDto) {
    return this.sessions.list(account.userId, query);
  }

  @Get('stats/summary')
  @Allow('session.list', { summary: 'Own totals', answer: SessionStats })
  stats(@Account() account: UserPrincipal) {
    return this.sessions.stats(account.userId);
  }

  @Get(':id')
  @Allow('session.read', { summary: 'One session', answer: SessionState, session: ['person', 'counselor'] })
  read(@TheSession() session: SessionRef) {
    return this.access.stateOf(session);
  }

  @Post(':id/pause')
  @Allow('session.steer', { summary: 'Pause', answer: PauseAnswer, session: ['person', 'counselor'] })
  pause(@TheSession() session: SessionRef, @Body() _body: EmptyBodyDto) {
    return this.sessions.pause(session.sessionId);
  }

  @Post(':id/resume')
  @Allow('session.steer', { summary: 'Resume', answer: ResumeAnswer, session: ['person', 'counselor'] })
  resume(@TheSession() session: SessionRef, @Body() _body: EmptyBodyDto) {
    return this.sessions.resume(session.sessionId);
  }

  @Post(':id/end')
  @Allow('session.steer', { summary: 'End; answers with what was seen', answer: EndAnswer, session: ['person', 'counselor'] })
  end(
    @TheSession() session: SessionRef,
    @Body() _body: EmptyBodyDto,
    @Idempotent('session.end') request: IdempotentRequest | null,
  ) {
    return this.sessions.end(session.sessionId, session.relation, request);
  }

  @Post(':id/claim')
  @Allow('session.claim', { summary: 'Make a guest’s session one’s own', answer: ClaimAnswer })
  claim(@Param() params: SessionIdParams, @Account() account: UserPrincipal, @Body() body: ClaimDto) {
    return this.visits.claim(params.id, account.userId, body.guestToken);
  }

  @Post(':id/join')
  @Allow('session.attend', { summary: 'The assigned counselor enters', answer: JoinAnswer, session: ['counselor'] })
  join(@TheSession() session: SessionRef, @Account() account: UserPrincipal, @Body() _body: EmptyBodyDto) {
    return this.visits.join(session, account.userId);
  }

  @Post(':id/leave')
  @Allow('session.attend', { summary: 'The assigned counselor leaves', answer: LeaveAnswer, session: ['counselor'] })
  leave(@TheSession() session: SessionRef, @Account() account: UserPrincipal, @Body() _body: EmptyBodyDto) {
    return this.visits.leave(session, account.userId);
  }

  @Delete(':id')
  @Allow('session.delete', { summary: 'Delete the session and everything derived from it', status: 204, session: ['person'] })
  async delete(@TheSession() session: SessionRef) {
    await this.sessions.delete(session);
  }

  @Post(':id/feedback')
  @Allow('session.converse', { summary: 'Rate the session', answer: FeedbackAnswer, status: 201, session: ['person'] })
  rate(
    @TheSession() session: SessionRef,
    @Body() body: FeedbackDto,
    @Idempotent('session.feedback') request: IdempotentRequest | null,
  ) {
    return this.feedback.add(session, body, request);
  }
}
