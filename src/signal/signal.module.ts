import { Module } from '@nestjs/common';
import { ConsentModule } from '../consent/consent.module.js';
import { SessionModule } from '../session/session.module.js';
import { LiveFeed } from './live-feed.service.js';
import { LiveSessions } from './live-sessions.service.js';
import { SignalArchive } from './signal-archive.service.js';
import { SignalController } from './signal.controller.js';
import { SignalFold } from './signal-fold.service.js';
import { SignalGateway } from './signal.gateway.js';
import { SignalRepository } from './signal.repository.js';
import { SignalService } from './signal.service.js';
import { SignalWriter } from './signal-writer.service.js';
import { TimelineRepository } from './timeline.repository.js';
import { TimelineService } from './timeline.service.js';
import { TimelineWriter } from './timeline-writer.service.js';

@Module({
  imports: [ConsentModule, SessionModule],
  controllers: [SignalController],
  providers: [
    LiveFeed,
    LiveSessions,
    SignalFold,
    SignalArchive,
    SignalGateway,
    SignalRepository,
    SignalService,
    SignalWriter,
    TimelineRepository,
    TimelineService,
    TimelineWriter,
  ],
  exports: [SignalArchive, SignalService, SignalWriter, TimelineService],
})
export class SignalModule {}
