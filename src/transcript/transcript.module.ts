import { Module } from '@nestjs/common';
import { ConsentModule } from '../consent/consent.module.js';
import { SessionModule } from '../session/session.module.js';
import { SignalModule } from '../signal/signal.module.js';
import { ClientTranscripts } from './client-transcripts.service.js';
import { TranscriptController } from './transcript.controller.js';
import { TranscriptGateway } from './transcript.gateway.js';
import { TranscriptRepository } from './transcript.repository.js';
import { TranscriptService } from './transcript.service.js';

@Module({
  imports: [ConsentModule, SessionModule, SignalModule],
  controllers: [TranscriptController],
  providers: [ClientTranscripts, TranscriptGateway, TranscriptRepository, TranscriptService],
  exports: [TranscriptService],
})
export class TranscriptModule {}
