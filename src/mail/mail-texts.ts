export type Language = 'ko' | 'en';

/** A mail as it is put together for one reader. */
export interface ComposedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What can be written. `username` is the reader's own. */
export type MailContent =
  | { readonly kind: 'password-reset'; readonly username: string; readonly token: string; readonly link: string | null }
  | { readonly kind: 'crisis-alert'; readonly username: string; readonly level: 'concern' | 'high' | 'imminent'; readonly link: string | null }
  | { readonly kind: 'password-changed' | 'mfa-enabled' | 'mfa-disabled'; readonly username: string };

interface Texts {
  readonly subject: string;
  readonly lines: readonly string[];
  /** Stands on a line of its own, so that it can be copied. */
  readonly code?: string;
  readonly link?: { readonly label: string; readonly url: string };
  readonly closing: string;
}

const GREETING: Record<Language, (username: string) => string> = {
  ko: (username) => `${username}님, 안녕하세요.`,
  en: (username) => `Hello ${username},`,
};

const NOT_YOU: Record<Language, string> = {
  ko: '직접 하신 일이 아니라면 바로 비밀번호를 재설정하고 모든 기기에서 로그아웃해 주세요.',
  en: 'If this was not you, reset your password now and sign out on all devices.',
};

const CHANGES: Record<'password-changed' | 'mfa-enabled' | 'mfa-disabled', Record<Language, { subject: string; line: string }>> = {
  'password-changed': {
    ko: { subject: '비밀번호가 바뀌었습니다', line: 'BeMore 계정의 비밀번호가 바뀌었고, 다른 기기는 모두 로그아웃되었습니다.' },
    en: { subject: 'Your password was changed', line: 'The password of your BeMore account was changed, and all other devices were signed out.' },
  },
  'mfa-enabled': {
    ko: { subject: '2단계 인증을 켰습니다', line: '이제 로그인할 때 인증 앱의 코드도 필요합니다.' },
    en: { subject: 'Two-step sign-in is on', line: 'From now on signing in also asks for a code from your authenticator app.' },
  },
  'mfa-disabled': {
    ko: { subject: '2단계 인증을 껐습니다', line: '이제 비밀번호만으로 로그인할 수 있습니다.' },
    en: { subject: 'Two-step sign-in is off', line: 'From now on the password alone is enough to sign in.' },
  },
};

function resetTexts(language: Language, token: string, link: string | null): Texts {
  const url = link === null ? {} : { link: { label: language === 'ko' ? '새 비밀번호 정하기' : 'Choose a new password', url: link } };
  if (language === 'ko') {
    return {
      subject: '비밀번호 재설정',
      lines: ['비밀번호를 다시 정하려면 아래 코드를 입력해 주세요. 코드는 30분 동안 한 번만 쓸 수 있습니다.'],
      code: token,
      ...url,
      closing: '요청하신 적이 없다면 이 메일을 무시해 주세요. 아무것도 바뀌지 않습니다.',
    };
  }
  return {
    subject: 'Reset your password',
    lines: ['To choose a new password, enter the code below. It works once, within 30 minutes.'],
    code: token,
    ...url,
    closing: 'If you did not ask for this, ignore this mail. Nothing will change.',
  };
}

const URGENCY: Record<Language, Record<'concern' | 'high' | 'imminent', string>> = {
  ko: { concern: '걱정되는 신호', high: '높은 위험 신호', imminent: '매우 급한 위험 신호' },
  en: { concern: 'signs of concern', high: 'signs of high danger', imminent: 'signs of imminent danger' },
};

/** Whom it is about and what was said stand only behind the sign-in. */
function crisisTexts(language: Language, level: 'concern' | 'high' | 'imminent', link: string | null): Texts {
  if (language === 'ko') {
    return {
      subject: '확인이 필요한 위기 알림',
      lines: [`상담 중에 ${URGENCY.ko[level]}가 있었습니다. 지금 로그인해서 알림을 확인해 주세요.`],
      ...(link === null ? {} : { link: { label: '알림 확인하기', url: link } }),
      closing: '확인하기 전까지 다시 알려 드립니다.',
    };
  }
  return {
    subject: 'A crisis alert needs you',
    lines: [`There were ${URGENCY.en[level]} in a session. Please sign in now and look at the alert.`],
    ...(link === null ? {} : { link: { label: 'Look at the alert', url: link } }),
    closing: 'You will be reminded until somebody has acknowledged it.',
  };
}

function textsOf(content: MailContent, language: Language): Texts {
  if (content.kind === 'password-reset') return resetTexts(language, content.token, content.link);
  if (content.kind === 'crisis-alert') return crisisTexts(language, content.level, content.link);
  const { subject, line } = CHANGES[content.kind][language];
  return { subject, lines: [line], closing: NOT_YOU[language] };
}

/** Plain text as it is, HTML with everything escaped. No value of a person's stands in the subject. */
export function composeMail(content: MailContent, language: Language): ComposedMail {
  const { subject, lines, code, link, closing } = textsOf(content, language);
  const greeting = GREETING[language](content.username);
  const plain = [greeting, ...lines, ...(code === undefined ? [] : [code]), ...(link === undefined ? [] : [`${link.label}: ${link.url}`]), closing, 'BeMore'];
  const html = [
    `<p>${escapeHtml(greeting)}</p>`,
    ...lines.map((line) => `<p>${escapeHtml(line)}</p>`),
    ...(code === undefined ? [] : [`<p><code>${escapeHtml(code)}</code></p>`]),
    ...(link === undefined ? [] : [`<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`]),
    `<p>${escapeHtml(closing)}</p>`,
    '<p>BeMore</p>',
  ];
  return {
    subject: `[BeMore] ${subject}`,
    text: `${plain.join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"></head><body>\n${html.join('\n')}\n</body></html>\n`,
  };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (value: string): string => value.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
