import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Counselor } from '../../libs/contracts/session.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { CounselorService } from './counselor.service.js';

@Controller('counselors')
export class CounselorController {
  constructor(private readonly counselors: CounselorService) {}

  @Get()
  @Allow('counselors.list', { summary: 'Who can be chosen', answer: z.array(Counselor) })
  list() {
    return this.counselors.list();
  }
}
