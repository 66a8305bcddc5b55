import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { TranscribeAnswer } from '../../libs/contracts/stt.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Caller } from '../platform/access/caller.decorator.js';
import type { Principal } from '../platform/access/principal.js';
import { Limit } from '../platform/limits/limit.decorators.js';
import { UploadTranscription } from './upload/upload-transcription.service.js';

const FORM = {
  type: 'object' as const,
  required: ['audio'],
  additionalProperties: false,
  properties: {
    audio: { type: 'string' as const, format: 'binary', description: 'webm, ogg, wav, mp3, m4a or flac, 5 MB and half an hour at most' },
    sessionId: { type: 'string' as const, format: 'uuid', description: 'The session that the words belong to' },
    language: { type: 'string' as const, enum: ['ko', 'en'], description: 'What is spoken; found out when left out' },
  },
};

@Controller('stt')
export class SttController {
  constructor(private readonly uploads: UploadTranscription) {}

  @Post('transcribe')
  @Limit('transcription')
  @Allow('speech.transcribe', { summary: 'A recording to text', answer: TranscribeAnswer, errors: [403, 404, 409, 413, 415, 429, 503] })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: FORM })
  transcribe(@Caller() caller: Principal, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    return this.uploads.transcribe(caller, request, response);
  }
}
