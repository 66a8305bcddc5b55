import { Controller, Get, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { PageQuery } from '../../libs/contracts/primitives.js';
import { SecurityEvent } from '../../libs/contracts/user.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account } from '../platform/access/caller.decorator.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import { SecurityEventService } from './security-event.service.js';

class PageDto extends createZodDto(PageQuery) {}

@Controller('user/security-events')
export class SecurityEventController {
  constructor(private readonly events: SecurityEventService) {}

  @Get()
  @Allow('account.own', { summary: 'Log-ins, lock-outs and changes of the account, newest first', answer: SecurityEvent, form: 'list' })
  list(@Account() account: UserPrincipal, @Query() query: PageDto) {
    return this.events.list(account.userId, query);
  }
}
