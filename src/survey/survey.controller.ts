import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { Instrument, InstrumentsQuery, SurveyResponse, SurveyResponseBody, SurveyResponsesQuery } from '../../libs/contracts/survey.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account, Context } from '../platform/access/caller.decorator.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { SurveyService } from './survey.service.js';

class InstrumentsDto extends createZodDto(InstrumentsQuery) {}
class SurveyResponseDto extends createZodDto(SurveyResponseBody) {}
class SurveyResponsesDto extends createZodDto(SurveyResponsesQuery) {}

@Controller('survey')
export class SurveyController {
  constructor(private readonly surveys: SurveyService) {}

  @Get('instruments')
  @Allow('survey.read', { summary: 'The questionnaires, with their source and scoring', answer: z.array(Instrument) })
  instruments(@Query() { language }: InstrumentsDto, @Context() context: RequestContext) {
    return this.surveys.instruments(language ?? context.language);
  }

  @Post('responses')
  @Allow('survey.answer', { summary: 'Answer a questionnaire', answer: SurveyResponse, status: 201 })
  answer(@Account() account: UserPrincipal, @Body() body: SurveyResponseDto, @Context() { language }: RequestContext) {
    return this.surveys.answer(account, body, language);
  }

  @Get('responses')
  @Allow('survey.answer', { summary: 'Own answers with score and change, newest first', answer: SurveyResponse, form: 'list' })
  list(@Account() account: UserPrincipal, @Query() query: SurveyResponsesDto) {
    return this.surveys.list(account.userId, query);
  }
}
