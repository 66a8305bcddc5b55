import { Module } from '@nestjs/common';
import { SessionModule } from '../session/session.module.js';
import { SignalModule } from '../signal/signal.module.js';
import { EndingSessions } from './ending-sessions.service.js';
import { PdfRenderer } from './pdf/pdf-renderer.service.js';
import { ReportController } from './report.controller.js';
import { ReportFileController } from './report-file.controller.js';
import { ReportFileRepository } from './report-file.repository.js';
import { ReportFiles } from './report-file.service.js';
import { ReportRepository } from './report.repository.js';
import { ReportService } from './report.service.js';
import { ReportSources } from './report-sources.service.js';

@Module({
  imports: [SessionModule, SignalModule],
  controllers: [ReportController, ReportFileController],
  providers: [EndingSessions, PdfRenderer, ReportFileRepository, ReportFiles, ReportRepository, ReportService, ReportSources],
  exports: [ReportService, ReportSources],
})
export class ReportModule {}
