import { Body, Controller, Get, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { createZodDto } from 'nestjs-zod';
import { LoginAnswer, LoginBody, LoginQuery, ProfileBody, RefreshBody, SignupAnswer, SignupBody, TokenPair, UserAnswer } from '../../libs/contracts/auth.js';
import { Done, EmptyBody } from '../../libs/contracts/primitives.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account, Context } from '../platform/access/caller.decorator.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { Limit } from '../platform/limits/limit.decorators.js';
import { UserService } from '../user/user.service.js';
import { AuthService } from './auth.service.js';
import { BrowserMode } from './browser-mode.js';
import { tokenPairOf } from './token-pair.js';

class SignupDto extends createZodDto(SignupBody) {}
class LoginDto extends createZodDto(LoginBody) {}
class LoginQueryDto extends createZodDto(LoginQuery) {}
class RefreshDto extends createZodDto(RefreshBody) {}
class ProfileDto extends createZodDto(ProfileBody) {}
class EmptyDto extends createZodDto(EmptyBody) {}

@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly browser: BrowserMode,
    private readonly users: UserService,
  ) {}

  @Post('signup')
  @Limit('auth')
  @Allow('public', { summary: 'Make an account', answer: SignupAnswer, status: 201 })
  async signUp(@Body() body: SignupDto, @Context() context: RequestContext) {
    const { user, tokens } = await this.auth.signUp(body, context);
    return { user, ...tokenPairOf(tokens) };
  }

  @Post('login')
  @Limit('auth')
  @Allow('public', { summary: 'Sign a device in', answer: LoginAnswer })
  async logIn(
    @Body() body: LoginDto,
    @Query() { mode }: LoginQueryDto,
    @Context() context: RequestContext,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    if (mode === 'cookie') this.browser.requireOwnPage(request);
    const { user, tokens, deviceToken } = await this.auth.logIn(body, context);
    return { user, deviceToken, ...(mode === 'cookie' ? this.browser.keep(response, tokens) : tokenPairOf(tokens)) };
  }

  @Post('refresh')
  @Allow('public', { summary: 'Exchange the refresh token for new tokens', answer: TokenPair })
  async refresh(
    @Body() body: RefreshDto,
    @Context() context: RequestContext,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { token, isCookie } = this.browser.refreshTokenOf(request, body.refreshToken);
    const tokens = await this.auth.refresh(token, context);
    return isCookie ? this.browser.keep(response, tokens) : tokenPairOf(tokens);
  }

  @Post('logout')
  @Allow('account.own', { summary: 'Sign this device out', answer: Done, duringSetup: true })
  async logOut(
    @Account() account: UserPrincipal,
    @Body() _body: EmptyDto,
    @Context() context: RequestContext,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.browser.requireConsent(request);
    await this.auth.logOut(account, context);
    this.browser.forget(request, response);
    return { done: true };
  }

  @Post('logout-all')
  @Allow('account.own', { summary: 'Sign every device out', answer: Done, duringSetup: true })
  async logOutEverywhere(
    @Account() account: UserPrincipal,
    @Body() _body: EmptyDto,
    @Context() context: RequestContext,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    this.browser.requireConsent(request);
    await this.auth.logOutEverywhere(account, context);
    this.browser.forget(request, response);
    return { done: true };
  }

  @Get('me')
  @Allow('account.own', { summary: 'Who is signed in', answer: UserAnswer, duringSetup: true })
  async me(@Account() account: UserPrincipal) {
    return { user: await this.users.read(account.userId) };
  }

  @Put('profile')
  @Allow('account.own', { summary: 'Change name or picture', answer: UserAnswer })
  async changeProfile(@Account() account: UserPrincipal, @Body() body: ProfileDto) {
    return { user: await this.users.changeProfile(account.userId, body) };
  }
}
