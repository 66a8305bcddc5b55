import { Module } from '@nestjs/common';
import { SessionModule } from '../session/session.module.js';
import { SurveyAlarms } from './survey-alarms.service.js';
import { SurveyController } from './survey.controller.js';
import { SurveyRepository } from './survey.repository.js';
import { SurveyService } from './survey.service.js';

@Module({
  imports: [SessionModule],
  controllers: [SurveyController],
  providers: [SurveyAlarms, SurveyRepository, SurveyService],
  exports: [SurveyAlarms, SurveyService],
})
export class SurveyModule {}
