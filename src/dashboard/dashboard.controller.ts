import { Controller, Get, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { CaseloadEntry, DashboardQuery, DashboardService as ServiceView, DashboardSummary, DashboardTrends } from '../../libs/contracts/dashboard.js';
import { PageQuery } from '../../libs/contracts/primitives.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account, Context } from '../platform/access/caller.decorator.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { CaseloadService } from './caseload.service.js';
import { DashboardService } from './dashboard.service.js';
import { ServiceViewService } from './service-view.service.js';

class DashboardDto extends createZodDto(DashboardQuery) {}
class PageDto extends createZodDto(PageQuery) {}

@Controller('dashboard')
export class DashboardController {
  constructor(
    private readonly dashboard: DashboardService,
    private readonly caseload: CaseloadService,
    private readonly service: ServiceViewService,
  ) {}

  @Get('summary')
  @Allow('dashboard.own', { summary: 'Own sessions in short, with recommendations and their reasons', answer: DashboardSummary })
  summary(@Account() account: UserPrincipal, @Query() query: DashboardDto, @Context() { language }: RequestContext) {
    return this.dashboard.summary(account, query, language);
  }

  @Get('trends')
  @Allow('dashboard.own', { summary: 'Own days in one’s own time zone', answer: DashboardTrends })
  trends(@Account() account: UserPrincipal, @Query() query: DashboardDto) {
    return this.dashboard.trends(account, query);
  }

  @Get('caseload')
  @Allow('dashboard.caseload', { summary: 'The people whom the counselor accompanies, alerts first', answer: CaseloadEntry, form: 'list' })
  cases(@Account() account: UserPrincipal, @Query() query: PageDto) {
    return this.caseload.list(account.userId, query);
  }

  @Get('service')
  @Allow('dashboard.service', { summary: 'The service as a whole; groups of fewer than five people are withheld', answer: ServiceView })
  view(@Query() { range }: DashboardDto) {
    return this.service.view(range);
  }
}
