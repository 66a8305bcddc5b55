import { Module } from '@nestjs/common';
import { ConsentModule } from '../consent/consent.module.js';
import { CrisisModule } from '../crisis/crisis.module.js';
import { InsightModule } from '../insight/insight.module.js';
import { SessionModule } from '../session/session.module.js';
import { SignalModule } from '../signal/signal.module.js';
import { UserModule } from '../user/user.module.js';
import { AbsenceJob } from './absence.job.js';
import { AbsenceRepository } from './absence.repository.js';
import { BuiltinCounselor } from './builtin/builtin-counselor.js';
import { ConversationController } from './conversation.controller.js';
import { ConversationGateway } from './conversation.gateway.js';
import { ConversationService } from './conversation.service.js';
import { HandoverController } from './handover.controller.js';
import { HandoverRepository } from './handover.repository.js';
import { HandoverService } from './handover.service.js';
import { MessageLog } from './message-log.js';
import { MessageRepository } from './message.repository.js';
import { MessageRate } from './message-rate.js';
import { NoteController } from './note.controller.js';
import { NoteRepository } from './note.repository.js';
import { NoteService } from './note.service.js';
import { NoticeJob } from './notice.job.js';
import { NoticeRepository } from './notice.repository.js';
import { Presence } from './presence.js';
import { ReplyBudget } from './reply/reply-budget.js';
import { ReplyRepository } from './reply/reply.repository.js';
import { ReplyService } from './reply/reply.service.js';
import { ReplySource } from './reply/reply-source.js';

@Module({
  imports: [ConsentModule, CrisisModule, InsightModule, SessionModule, SignalModule, UserModule],
  controllers: [ConversationController, HandoverController, NoteController],
  providers: [
    AbsenceJob,
    AbsenceRepository,
    BuiltinCounselor,
    ConversationGateway,
    ConversationService,
    HandoverRepository,
    HandoverService,
    MessageLog,
    MessageRate,
    NoticeJob,
    NoticeRepository,
    Presence,
    MessageRepository,
    NoteRepository,
    NoteService,
    ReplyBudget,
    ReplyRepository,
    ReplyService,
    ReplySource,
  ],
})
export class ConversationModule {}
