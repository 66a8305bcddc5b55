import { Module } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { MailJob } from './mail-job.js';
import { MailService } from './mail.service.js';
import { MailTransport, mailTransportOf } from './mail-transport.js';
import { OutboxFolder } from './outbox-folder.service.js';
import { OutboxRepository } from './outbox.repository.js';

@Module({
  providers: [MailJob, MailService, OutboxFolder, OutboxRepository, { provide: MailTransport, inject: [AppConfig], useFactory: mailTransportOf }],
  exports: [MailService, OutboxFolder],
})
export class MailModule {}
