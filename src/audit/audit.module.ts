import { Global, Module } from '@nestjs/common';
import { AccessTrail } from '../platform/access/access-trail.js';
import { AuditListener } from './audit-listener.js';
import { AuditRepository } from './audit.repository.js';
import { AuditTrail } from './audit-trail.service.js';

/** The trail of who saw whose data; global, because the guard of every route writes into it. */
@Global()
@Module({
  providers: [AuditRepository, AuditTrail, { provide: AccessTrail, useExisting: AuditTrail }, AuditListener],
  exports: [AuditTrail, AccessTrail],
})
export class AuditModule {}
