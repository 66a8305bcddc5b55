import { Body, Controller, Get, Put } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { ConsentsAnswer, ConsentsBody } from '../../libs/contracts/consents.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Caller } from '../platform/access/caller.decorator.js';
import type { Principal } from '../platform/access/principal.js';
import { ownerOf } from './consent-owner.js';
import { ConsentService } from './consent.service.js';

class ConsentsDto extends createZodDto(ConsentsBody) {}

@Controller('user/consents')
export class ConsentController {
  constructor(private readonly consents: ConsentService) {}

  @Get()
  @Allow('consents.own', { summary: 'What the caller agreed to, with the history', answer: ConsentsAnswer })
  read(@Caller() caller: Principal) {
    const { personId, sessionId } = ownerOf(caller);
    return this.consents.view(personId, sessionId);
  }

  @Put()
  @Allow('consents.own', { summary: 'Agree or withdraw; a kind that is left out stays as it is', answer: ConsentsAnswer })
  async change(@Caller() caller: Principal, @Body() body: ConsentsDto) {
    const { personId, sessionId } = ownerOf(caller);
    await this.consents.change(personId, sessionId, body);
    return this.consents.view(personId, sessionId);
  }
}
