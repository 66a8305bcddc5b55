import { Injectable } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { Logger } from '../platform/logging/logger.js';
import { UserService } from '../user/user.service.js';

/** The counselors of CRISIS_ON_CALL: who is told when nobody else answers. An address without a counselor's account reaches nobody. */
@Injectable()
export class OnCall {
  constructor(
    private readonly users: UserService,
    private readonly config: AppConfig,
    private readonly logger: Logger,
  ) {}

  async userIds(): Promise<string[]> {
    const rows = await Promise.all(this.config.crisis.onCall.map((email) => this.users.findByLookup(this.users.lookupOf(email))));
    const known = rows.filter((row) => row?.role === 'counselor' && row.blocked_at === null);
    if (known.length < rows.length) this.logger.warn({ missing: rows.length - known.length }, 'CRISIS_ON_CALL names addresses without a counselor’s account');
    return known.flatMap((row) => (row === null ? [] : [row.id]));
  }

  async includes(userId: string): Promise<boolean> {
    return (await this.userIds()).includes(userId);
  }
}
