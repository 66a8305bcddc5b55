import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import type { DestinationStream } from 'pino';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { ConsentModule } from './consent/consent.module.js';
import { ConversationModule } from './conversation/conversation.module.js';
import { CrisisModule } from './crisis/crisis.module.js';
import { InsightModule } from './insight/insight.module.js';
import { ErrorsModule } from './errors/errors.module.js';
import { HealthModule } from './health/health.module.js';
import { MonitoringModule } from './monitoring/monitoring.module.js';
import { JwtOptionalGuard } from './platform/access/jwt-optional.guard.js';
import { PolicyGuard } from './platform/access/policy.guard.js';
import { TokensModule } from './platform/access/tokens/tokens.module.js';
import { AiModule } from './platform/ai/ai.module.js';
import { AppConfig } from './platform/config/app-config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { CryptoModule } from './platform/crypto/crypto.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { EventsModule } from './platform/events/events.module.js';
import { FailureFilter } from './platform/http/failure.filter.js';
import { HttpModule } from './platform/http/http.module.js';
import { ZodValidationPipe } from './platform/http/validation.pipe.js';
import { IdempotencyModule } from './platform/idempotency/idempotency.module.js';
import { LifecycleModule } from './platform/lifecycle/lifecycle.module.js';
import { LimitsGuard } from './platform/limits/limits.guard.js';
import { LimitsModule } from './platform/limits/limits.module.js';
import { LoggingModule } from './platform/logging/logging.module.js';
import { RealtimeModule } from './platform/realtime/realtime.module.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { ReportModule } from './report/report.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { SecurityWatchModule } from './security-watch/security-watch.module.js';
import { SurveyModule } from './survey/survey.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { SessionModule } from './session/session.module.js';
import { SignalModule } from './signal/signal.module.js';
import { SttModule } from './stt/stt.module.js';
import { TranscriptModule } from './transcript/transcript.module.js';
import { UserModule } from './user/user.module.js';

/** What each request passes, in this order: who is calling, how often, and may they; then the schema of what they send. */
const GATES = [
  { provide: APP_GUARD, useClass: JwtOptionalGuard },
  { provide: APP_GUARD, useExisting: LimitsGuard },
  { provide: APP_GUARD, useClass: PolicyGuard },
  { provide: APP_PIPE, useClass: ZodValidationPipe },
  { provide: APP_FILTER, useClass: FailureFilter },
];

/** The whole system on one page. */
@Module({})
export class AppModule {
  static forRoot(config: AppConfig, logDestination?: DestinationStream): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        LoggingModule.forRoot(logDestination),
        EventsModule,
        LifecycleModule,
        DatabaseModule,
        CryptoModule.forRoot({ inject: [AppConfig], useFactory: cryptoOptions }),
        TokensModule.forRoot({ inject: [AppConfig], useFactory: tokenOptions }),
        HttpModule,
        IdempotencyModule,
        LimitsModule,
        RealtimeModule,
        AiModule,

        // Express tries routes in this order: what is called most often comes first.
        SessionModule,
        SignalModule,
        AuthModule,
        UserModule,
        ConsentModule,
        TranscriptModule,
        SttModule,
        ReportModule,
        DashboardModule,
        SurveyModule,
        CrisisModule,
        InsightModule,
        ConversationModule,
        HealthModule,
        ErrorsModule,
        MonitoringModule,
        SecurityWatchModule,
        AuditModule,
        RetentionModule,
        PrivacyModule,
      ],
      providers: GATES,
    };
  }
}

const cryptoOptions = ({ secrets, bcryptCost }: AppConfig) => ({
  encryptionKeys: secrets.encryptionKeys,
  lookupKey: secrets.lookupKey,
  bcryptCost,
});

const tokenOptions = ({ secrets, tokens }: AppConfig) => ({ access: secrets.access, refresh: secrets.refresh, ...tokens });
