import { Module } from '@nestjs/common';
import { SequelizeModule } from '@nestjs/sequelize';
import { AuthModule } from '../auth/auth.module.js';
import { ConsentModule } from '../consent/consent.module.js';
import { HandshakeAuthenticator } from '../platform/realtime/handshake-authenticator.js';
import { SessionResolver } from '../platform/access/session-resolver.js';
import { UserModule } from '../user/user.module.js';
import { ActiveSessions } from './active-session.service.js';
import { FeedbackService } from './feedback.service.js';
import { SessionAccessService } from './session-access.service.js';
import { SessionClosing } from './session-closing.service.js';
import { SessionController } from './session.controller.js';
import { SessionExpiryJob } from './session-expiry.job.js';
import { SessionGateway } from './session.gateway.js';
import { SessionHandshake } from './session-handshake.service.js';
import { SessionModel } from './session.model.js';
import { SessionRepository } from './session.repository.js';
import { SessionService } from './session.service.js';
import { SessionStartService } from './session-start.service.js';
import { SessionVisitService } from './session-visit.service.js';

@Module({
  imports: [SequelizeModule.forFeature([SessionModel]), AuthModule, ConsentModule, UserModule],
  controllers: [SessionController],
  providers: [
    ActiveSessions,
    FeedbackService,
    SessionAccessService,
    { provide: SessionResolver, useExisting: SessionAccessService },
    SessionClosing,
    SessionExpiryJob,
    SessionGateway,
    SessionHandshake,
    { provide: HandshakeAuthenticator, useExisting: SessionHandshake },
    SessionRepository,
    SessionService,
    SessionStartService,
    SessionVisitService,
  ],
  exports: [ActiveSessions, SessionAccessService, SessionClosing, HandshakeAuthenticator, SessionResolver, SessionService],
})
export class SessionModule {}
