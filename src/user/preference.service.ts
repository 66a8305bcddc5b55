import { Injectable } from '@nestjs/common';
import { DEFAULT_PREFERENCES, Preferences, type PreferencesBody } from '../../libs/contracts/user.js';
import type { Principal } from '../platform/access/principal.js';
import { AppConfig } from '../platform/config/app-config.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { AppError } from '../platform/errors/app-error.js';
import { UserRepository } from './user.repository.js';

const ref = (rowId: string) => ({ table: 'users', column: 'preferences_sealed', rowId });

/** How a person likes the app. A guest reads the defaults. */
@Injectable()
export class PreferenceService {
  constructor(
    private readonly repository: UserRepository,
    private readonly cipher: FieldCipher,
    private readonly config: AppConfig,
  ) {}

  async read(caller: Principal): Promise<Preferences> {
    const defaults = { ...DEFAULT_PREFERENCES, language: this.config.defaultLanguage };
    if (caller.kind !== 'user') return defaults;
    const sealed = await this.repository.findPreferences(caller.userId);
    if (sealed === null) return defaults;
    const stored: unknown = JSON.parse(await this.cipher.openText(ref(caller.userId), sealed));
    return Preferences.parse({ ...defaults, ...(typeof stored === 'object' ? stored : {}) });
  }

  /** Replaces what was stored. @throws AppError UNAUTHENTICATED for a guest */
  async store(caller: Principal, { preferences }: PreferencesBody): Promise<Preferences> {
    if (caller.kind !== 'user') throw new AppError('UNAUTHENTICATED');
    const sealed = await this.cipher.seal(caller.userId, ref(caller.userId), JSON.stringify(preferences));
    await this.repository.setPreferences(caller.userId, sealed);
    return this.read(caller);
  }

  /** The language that an account asked for; null when it asked for none. */
  async chosenLanguageOf(userId: string): Promise<'ko' | 'en' | null> {
    const sealed = await this.repository.findPreferences(userId);
    if (sealed === null) return null;
    const stored: unknown = JSON.parse(await this.cipher.openText(ref(userId), sealed));
    return typeof stored === 'object' && stored !== null && 'language' in stored ? Preferences.shape.language.parse(stored.language) : null;
  }

  async languageOf(caller: Principal): Promise<'ko' | 'en'> {
    return (await this.read(caller)).language;
  }
}
