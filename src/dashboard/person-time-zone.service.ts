import { Injectable } from '@nestjs/common';
import { TimeZone } from '../../libs/contracts/dashboard.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import { PreferenceService } from '../user/preference.service.js';

/** Where the service is at home. */
const HOME_ZONE = 'Asia/Seoul';

/** In whose days a person's days are counted: as asked, else by the preference `timeZone` of theirs, else at home. */
@Injectable()
export class PersonTimeZone {
  constructor(private readonly preferences: PreferenceService) {}

  async of(person: UserPrincipal, asked: string | undefined): Promise<string> {
    if (asked !== undefined) return asked;
    const { timeZone } = await this.preferences.read(person);
    const preferred = TimeZone.safeParse(timeZone);
    return preferred.success ? preferred.data : HOME_ZONE;
  }
}
