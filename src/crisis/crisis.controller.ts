import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { CrisisAlertView, CrisisOpenAlerts, CrisisView } from '../../libs/contracts/crisis.js';
import { EmptyBody, IdParams } from '../../libs/contracts/primitives.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account, TheSession } from '../platform/access/caller.decorator.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { SessionAccessService } from '../session/session-access.service.js';
import { CrisisAlertsService } from './crisis-alerts.service.js';

class IdDto extends createZodDto(IdParams) {}
class EmptyDto extends createZodDto(EmptyBody) {}

@Controller()
export class CrisisController {
  constructor(
    private readonly alerts: CrisisAlertsService,
    private readonly access: SessionAccessService,
  ) {}

  @Get('session/:id/crisis')
  @Allow('crisis.handle', { summary: 'The session’s danger, its alerts and every step', answer: CrisisView, session: ['counselor'] })
  view(@TheSession() session: SessionRef) {
    return this.alerts.view(session.sessionId, this.access.languageOf(session));
  }

  @Post('session/:id/crisis/acknowledge')
  @Allow('crisis.handle', { summary: 'Somebody looks after it: no more telling', answer: CrisisView, session: ['counselor'] })
  acknowledge(@TheSession() session: SessionRef, @Account() account: UserPrincipal, @Body() _body: EmptyDto) {
    return this.alerts.acknowledge(session, account.userId, this.access.languageOf(session));
  }

  @Post('session/:id/crisis/release')
  @Allow('crisis.handle', { summary: 'The danger is over: the conversation goes on as before', answer: CrisisView, session: ['counselor'] })
  release(@TheSession() session: SessionRef, @Account() account: UserPrincipal, @Body() _body: EmptyDto) {
    return this.alerts.release(session, account.userId, this.access.languageOf(session));
  }

  @Get('crisis/alerts')
  @Allow('crisis.handle', { summary: 'Alerts that wait for the caller: of own sessions, and of everyone’s when on call', answer: CrisisOpenAlerts })
  async open(@Account() account: UserPrincipal) {
    return { alerts: await this.alerts.open(account.userId) };
  }

  @Post('crisis/alerts/:id/take')
  @Allow('crisis.handle', { summary: 'Take an alert on; one on call becomes the counselor of the AI session', answer: CrisisAlertView })
  take(@Param() { id }: IdDto, @Account() account: UserPrincipal, @Body() _body: EmptyDto) {
    return this.alerts.take(id, account.userId);
  }
}
