import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { MailModule } from '../mail/mail.module.js';
import { SignalModule } from '../signal/signal.module.js';
import { UserModule } from '../user/user.module.js';
import { Archives } from './archive.service.js';
import { ErasureRepository } from './erasure.repository.js';
import { ErasureService } from './erasure.service.js';
import { ExportRepository } from './export.repository.js';
import { ExportService } from './export.service.js';
import { HeldRows } from './held-rows.service.js';
import { HoldingsRepository } from './holdings.repository.js';
import { PrivacyController } from './privacy.controller.js';

/** A person's right to have a copy of everything, and to have everything deleted. */
@Module({
  imports: [AuthModule, MailModule, SignalModule, UserModule],
  controllers: [PrivacyController],
  providers: [Archives, ErasureRepository, ErasureService, ExportRepository, ExportService, HeldRows, HoldingsRepository],
})
export class PrivacyModule {}
