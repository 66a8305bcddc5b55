import { Body, Controller, Post } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { MfaDisableBody, MfaEnrollAnswer, MfaVerifyAnswer, MfaVerifyBody } from '../../libs/contracts/auth.js';
import { Done, EmptyBody } from '../../libs/contracts/primitives.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account, Context } from '../platform/access/caller.decorator.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { CredentialService } from './credential.service.js';
import { MfaService } from './mfa.service.js';

class EmptyDto extends createZodDto(EmptyBody) {}
class MfaVerifyDto extends createZodDto(MfaVerifyBody) {}
class MfaDisableDto extends createZodDto(MfaDisableBody) {}

@Controller('auth/mfa')
export class MfaController {
  constructor(
    private readonly mfa: MfaService,
    private readonly credentials: CredentialService,
  ) {}

  @Post('enroll')
  @Allow('account.own', { summary: 'A new secret for an authenticator app; counts once a code of it was verified', answer: MfaEnrollAnswer, duringSetup: true })
  enroll(@Account() account: UserPrincipal, @Body() _body: EmptyDto) {
    return this.mfa.enroll(account);
  }

  @Post('verify')
  @Allow('account.own', { summary: 'Turn two-step sign-in on; gives the recovery codes, once', answer: MfaVerifyAnswer, duringSetup: true })
  verify(@Account() account: UserPrincipal, @Body() { code }: MfaVerifyDto, @Context() context: RequestContext) {
    return this.mfa.verify(account, code, context);
  }

  @Post('disable')
  @Allow('account.own', { summary: 'Turn two-step sign-in off', answer: Done })
  async disable(@Account() account: UserPrincipal, @Body() body: MfaDisableDto, @Context() context: RequestContext) {
    await this.mfa.disable(await this.credentials.confirm(account.userId, body, context), context);
    return { done: true };
  }
}
