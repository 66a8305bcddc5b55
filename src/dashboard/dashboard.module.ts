import { Module } from '@nestjs/common';
import { ReportModule } from '../report/report.module.js';
import { SurveyModule } from '../survey/survey.module.js';
import { UserModule } from '../user/user.module.js';
import { AffectRepository } from './affect.repository.js';
import { AffectRollup } from './affect-rollup.service.js';
import { CaseloadService } from './caseload.service.js';
import { DashboardController } from './dashboard.controller.js';
import { DashboardRepository } from './dashboard.repository.js';
import { DashboardService } from './dashboard.service.js';
import { DashboardSources } from './dashboard-sources.service.js';
import { PersonTimeZone } from './person-time-zone.service.js';
import { ServiceViewService } from './service-view.service.js';

@Module({
  imports: [ReportModule, SurveyModule, UserModule],
  controllers: [DashboardController],
  providers: [
    AffectRepository,
    AffectRollup,
    CaseloadService,
    DashboardRepository,
    DashboardService,
    DashboardSources,
    PersonTimeZone,
    ServiceViewService,
  ],
  exports: [DashboardSources],
})
export class DashboardModule {}
