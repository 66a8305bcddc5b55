import { Module } from '@nestjs/common';
import { ConsentModule } from '../consent/consent.module.js';
import { SessionModule } from '../session/session.module.js';
import { SignalModule } from '../signal/signal.module.js';
import { TranscriptModule } from '../transcript/transcript.module.js';
import { AudioInspector } from './audio/audio-inspector.service.js';
import { GapRepository } from './live/gap.repository.js';
import { Gaps } from './live/gaps.service.js';
import { ListenerRepository } from './live/listener.repository.js';
import { LiveAudioGateway } from './live/live-audio.gateway.js';
import { LiveAudioJob } from './live/live-audio.job.js';
import { LiveAudio } from './live/live-audio.service.js';
import { UtteranceQueue } from './live/utterance-queue.service.js';
import { UtteranceRepository } from './live/utterance.repository.js';
import { UtteranceTranscription } from './live/utterance-transcription.service.js';
import { SttController } from './stt.controller.js';
import './transcription.events.js';
import { AudioFiles } from './upload/audio-files.service.js';
import { UploadTranscription } from './upload/upload-transcription.service.js';

@Module({
  imports: [ConsentModule, SessionModule, SignalModule, TranscriptModule],
  controllers: [SttController],
  providers: [
    AudioFiles,
    AudioInspector,
    GapRepository,
    Gaps,
    ListenerRepository,
    LiveAudio,
    LiveAudioGateway,
    LiveAudioJob,
    UploadTranscription,
    UtteranceQueue,
    UtteranceRepository,
    UtteranceTranscription,
  ],
})
export class SttModule {}
