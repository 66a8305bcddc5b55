import { Body, Controller, Get, Patch, Put } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { ProfileBody, UserAnswer } from '../../libs/contracts/auth.js';
import { Preferences, PreferencesBody } from '../../libs/contracts/user.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account, Caller } from '../platform/access/caller.decorator.js';
import type { Principal, UserPrincipal } from '../platform/access/principal.js';
import { PreferenceService } from './preference.service.js';
import { UserService } from './user.service.js';

class ProfileDto extends createZodDto(ProfileBody) {}
class PreferencesDto extends createZodDto(PreferencesBody) {}

@Controller('user')
export class UserController {
  constructor(
    private readonly users: UserService,
    private readonly preferences: PreferenceService,
  ) {}

  @Get('me')
  @Allow('account.own', { summary: 'The caller’s account', answer: UserAnswer })
  async me(@Account() account: UserPrincipal) {
    return { user: await this.users.read(account.userId) };
  }

  @Patch('me')
  @Allow('account.own', { summary: 'Change name or picture', answer: UserAnswer })
  async change(@Account() account: UserPrincipal, @Body() body: ProfileDto) {
    return { user: await this.users.changeProfile(account.userId, body) };
  }

  @Get('preferences')
  @Allow('preferences.read', { summary: 'Preferences; a guest reads the defaults', answer: Preferences })
  readPreferences(@Caller() caller: Principal) {
    return this.preferences.read(caller);
  }

  @Put('preferences')
  @Allow('account.own', { summary: 'Replace the preferences', answer: Preferences })
  storePreferences(@Caller() caller: Principal, @Body() body: PreferencesDto) {
    return this.preferences.store(caller, body);
  }
}
