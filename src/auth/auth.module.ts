import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { PrincipalSource } from '../platform/access/principal-source.js';
import { UserModule } from '../user/user.module.js';
import { AccountAdmin } from './account-admin.service.js';
import { AccountHousekeepingJob } from './account-housekeeping.job.js';
import { AccountMails } from './account-mails.service.js';
import { AccountPrincipals } from './account-principals.service.js';
import { AccountState } from './account-state.service.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { BrowserMode } from './browser-mode.js';
import { ConnectionWatch } from './connection-watch.service.js';
import { CredentialService } from './credential.service.js';
import { DeviceController } from './device.controller.js';
import { DeviceRepository } from './device.repository.js';
import { DeviceService } from './device.service.js';
import { GuessLimits } from './guess-limits.service.js';
import { KnownDeviceRepository } from './known-device.repository.js';
import { MfaController } from './mfa.controller.js';
import { MfaRepository } from './mfa.repository.js';
import { MfaService } from './mfa.service.js';
import { PasswordController } from './password.controller.js';
import { PasswordResetJob } from './password-reset.job.js';
import { PasswordResetRepository } from './password-reset.repository.js';
import { PasswordService } from './password.service.js';
import { SecurityEventController } from './security-event.controller.js';
import { SecurityEventRepository } from './security-event.repository.js';
import { SecurityEventService } from './security-event.service.js';

@Module({
  imports: [MailModule, UserModule],
  controllers: [AuthController, DeviceController, MfaController, PasswordController, SecurityEventController],
  providers: [
    AccountAdmin,
    AccountHousekeepingJob,
    AccountMails,
    AccountPrincipals,
    { provide: PrincipalSource, useExisting: AccountPrincipals },
    AccountState,
    AuthService,
    BrowserMode,
    ConnectionWatch,
    CredentialService,
    DeviceRepository,
    DeviceService,
    GuessLimits,
    KnownDeviceRepository,
    MfaRepository,
    MfaService,
    PasswordResetJob,
    PasswordResetRepository,
    PasswordService,
    SecurityEventRepository,
    SecurityEventService,
  ],
  exports: [AccountAdmin, CredentialService, DeviceService, PrincipalSource],
})
export class AuthModule {}
