import { Module } from '@nestjs/common';
import { CrisisModule } from '../crisis/crisis.module.js';
import { DashboardModule } from '../dashboard/dashboard.module.js';
import { ReportModule } from '../report/report.module.js';
import { SessionModule } from '../session/session.module.js';
import { DoneTaskRepository } from './done-task.repository.js';
import { DoneTasks } from './done-tasks.service.js';
import { InsightController } from './insight.controller.js';
import { InsightListener } from './insight-listener.js';
import { InsightReport } from './insight-report.js';
import { InsightRepository } from './insight.repository.js';
import { InsightService } from './insight.service.js';

@Module({
  imports: [CrisisModule, DashboardModule, ReportModule, SessionModule],
  controllers: [InsightController],
  providers: [DoneTaskRepository, DoneTasks, InsightListener, InsightReport, InsightRepository, InsightService],
  exports: [InsightService],
})
export class InsightModule {}
