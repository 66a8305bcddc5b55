import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { ReportModule } from '../report/report.module.js';
import { SessionModule } from '../session/session.module.js';
import { SurveyModule } from '../survey/survey.module.js';
import { UserModule } from '../user/user.module.js';
import { CrisisAlertsService } from './crisis-alerts.service.js';
import { CrisisController } from './crisis.controller.js';
import { CrisisListener } from './crisis-listener.js';
import { CrisisReport } from './crisis-report.js';
import { CrisisRepository } from './crisis.repository.js';
import { CrisisService } from './crisis.service.js';
import { CrisisWebhook } from './crisis-webhook.js';
import { EscalationJob } from './escalation.job.js';
import { OnCall } from './on-call.js';
import { SurveyCrisis } from './survey-crisis.js';

@Module({
  imports: [MailModule, ReportModule, SessionModule, SurveyModule, UserModule],
  controllers: [CrisisController],
  providers: [CrisisAlertsService, CrisisListener, CrisisReport, CrisisRepository, CrisisService, CrisisWebhook, EscalationJob, OnCall, SurveyCrisis],
  exports: [CrisisService],
})
export class CrisisModule {}
