import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { createZodDto } from 'nestjs-zod';
import { PasswordChangeBody, PasswordForgotBody, PasswordResetBody, TokenPair } from '../../libs/contracts/auth.js';
import { Done } from '../../libs/contracts/primitives.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account, Context } from '../platform/access/caller.decorator.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { Limit } from '../platform/limits/limit.decorators.js';
import { BrowserMode } from './browser-mode.js';
import { PasswordService } from './password.service.js';
import { tokenPairOf } from './token-pair.js';

class PasswordChangeDto extends createZodDto(PasswordChangeBody) {}
class PasswordForgotDto extends createZodDto(PasswordForgotBody) {}
class PasswordResetDto extends createZodDto(PasswordResetBody) {}

@Controller('auth/password')
export class PasswordController {
  constructor(
    private readonly passwords: PasswordService,
    private readonly browser: BrowserMode,
  ) {}

  @Post()
  @Allow('account.own', { summary: 'Change the password; ends all tokens and gives new ones', answer: TokenPair, duringSetup: true })
  async change(
    @Account() account: UserPrincipal,
    @Body() body: PasswordChangeDto,
    @Context() context: RequestContext,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const tokens = await this.passwords.change(account, body, context);
    return this.browser.isUsedBy(request, account.deviceId) ? this.browser.keep(response, tokens) : tokenPairOf(tokens);
  }

  @Post('forgot')
  @Limit('auth')
  @Allow('public', { summary: 'Ask for a mail with a token; the answer is the same whether there is an account', answer: Done, status: 202 })
  async forgot(@Body() body: PasswordForgotDto, @Context() context: RequestContext) {
    await this.passwords.forgot(body.email, context);
    return { done: true };
  }

  @Post('reset')
  @Limit('auth')
  @Allow('public', { summary: 'Set a new password with the token of a mail; signs every device out', answer: Done })
  async reset(@Body() body: PasswordResetDto, @Context() context: RequestContext) {
    await this.passwords.reset(body, context);
    return { done: true };
  }
}
