import { isCommonPassword } from '../platform/crypto/common-passwords.js';
import { AppError } from '../platform/errors/app-error.js';

const TEXTS = {
  common: { ko: '너무 흔한 비밀번호입니다. 다른 비밀번호를 정해 주세요.', en: 'This password is too common. Please choose another one.' },
  same: { ko: '지금 비밀번호와 다른 비밀번호를 정해 주세요.', en: 'Please choose a password other than the present one.' },
} as const;

/**
 * What the schema cannot say of a new password.
 * @param field where it stands in the body
 * @throws AppError VALIDATION_ERROR
 */
export function requireGoodPassword(password: string, language: 'ko' | 'en', present?: string, field = 'newPassword'): void {
  const problem = password === present ? 'same' : isCommonPassword(password) ? 'common' : null;
  if (problem !== null) throw new AppError('VALIDATION_ERROR', { details: [{ path: `body.${field}`, message: TEXTS[problem][language] }] });
}
