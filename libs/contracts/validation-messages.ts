import type { z } from 'zod';
import type { ErrorDetail } from './envelope.js';
import type { Language } from './primitives.js';
import { REASONS, type Reason } from './reasons.js';

const MAX_DETAILS = 20;
const MAX_KEY_LENGTH = 64;
const MAX_PATH_LENGTH = 256;

type Issue = z.core.$ZodIssue;
type Say = (ko: string, en: string) => string;

const TYPE_NAMES: Readonly<Record<string, { ko: string; en: string }>> = {
  string: { ko: '글자', en: 'a text' },
  number: { ko: '숫자', en: 'a number' },
  int: { ko: '정수', en: 'a whole number' },
  boolean: { ko: '참 또는 거짓', en: 'true or false' },
  array: { ko: '목록', en: 'a list' },
  object: { ko: '객체', en: 'an object' },
  null: { ko: 'null', en: 'null' },
};

const FORMAT_NAMES: Readonly<Record<string, { ko: string; en: string }>> = {
  uuid: { ko: 'UUID', en: 'a UUID' },
  email: { ko: '이메일 주소', en: 'an e-mail address' },
  url: { ko: '웹 주소', en: 'a URL' },
  datetime: { ko: 'ISO 8601 시각', en: 'an ISO 8601 instant' },
  date: { ko: 'YYYY-MM-DD 날짜', en: 'a date, YYYY-MM-DD' },
};

const VISIBLE_LIMIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu;

/** The name of a key as it may be shown: what a client calls its keys is input like any other. */
function keyName(key: PropertyKey): string {
  const name = String(key).slice(0, MAX_KEY_LENGTH).replace(VISIBLE_LIMIT, '�');
  return String(key).length > MAX_KEY_LENGTH ? `${name}…` : name;
}

function isReason(value: unknown): value is Reason {
  return typeof value === 'string' && Object.hasOwn(REASONS, value);
}

function sizeMessage(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, say: Say): string {
  const least = issue.code === 'too_small';
  const bound = String(least ? issue.minimum : issue.maximum);
  if (issue.origin === 'string') {
    return least ? say(`${bound}자 이상이어야 합니다.`, `must have at least ${bound} characters`)
      : say(`${bound}자 이하여야 합니다.`, `must have at most ${bound} characters`);
  }
  if (issue.origin === 'array') {
    return least ? say(`${bound}개 이상이어야 합니다.`, `must have at least ${bound} entries`)
      : say(`${bound}개 이하여야 합니다.`, `must have at most ${bound} entries`);
  }
  return least ? say(`${bound} 이상이어야 합니다.`, `must be at least ${bound}`)
    : say(`${bound} 이하여야 합니다.`, `must be at most ${bound}`);
}

function typeMessage(issue: z.core.$ZodIssueInvalidType, say: Say): string {
  // A finished issue no longer holds the input; its own text is the only trace of a field that was left out.
  if (issue.message.endsWith('received undefined')) return say('꼭 필요한 항목입니다.', 'is required');
  const name = TYPE_NAMES[issue.expected];
  return name === undefined ? say('형식이 올바르지 않습니다.', 'is not of the right kind')
    : say(`${name.ko} 형식이어야 합니다.`, `must be ${name.en}`);
}

function valueMessage(values: readonly unknown[], say: Say): string {
  const allowed = values.slice(0, 40).map(String).join(', ');
  return values.length === 1 ? say(`${allowed} 값이어야 합니다.`, `must be ${allowed}`)
    : say(`다음 중 하나여야 합니다: ${allowed}`, `must be one of ${allowed}`);
}

function messageOf(issue: Issue, say: Say): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeMessage(issue, say);
    case 'too_small':
    case 'too_big':
      return sizeMessage(issue, say);
    case 'invalid_value':
      return valueMessage(issue.values, say);
    case 'unrecognized_keys':
      return say('알 수 없는 항목입니다.', 'is not a known field');
    case 'invalid_format': {
      const name = FORMAT_NAMES[issue.format];
      return name === undefined ? say('형식이 올바르지 않습니다.', 'is not in the right format')
        : say(`${name.ko} 형식이어야 합니다.`, `must be ${name.en}`);
    }
    case 'not_multiple_of':
      return say(`${issue.divisor}의 배수여야 합니다.`, `must be a multiple of ${issue.divisor}`);
    default: {
      const reason: unknown = 'params' in issue ? issue.params?.['reason'] : undefined;
      return isReason(reason) ? say(REASONS[reason].ko, REASONS[reason].en) : say('올바르지 않은 값입니다.', 'is not valid');
    }
  }
}

/** Where an issue points: unknown keys each count as a field of their own. */
function pathsOf(issue: Issue): PropertyKey[][] {
  if (issue.code !== 'unrecognized_keys') return [issue.path];
  return issue.keys.slice(0, MAX_DETAILS).map((key) => [...issue.path, key]);
}

/**
 * What was wrong, field by field, in the given language: at most 20 entries, one a field (the first), and never what was sent.
 * The names of keys are sent too, so they are bounded and freed of invisible characters.
 * Paths are relative to the parsed value: `items.3.ts`, or an empty text for the value itself.
 */
export function describeIssues(error: { readonly issues: readonly Issue[] }, language: Language): ErrorDetail[] {
  const say: Say = (ko, en) => (language === 'ko' ? ko : en);
  const details = new Map<string, ErrorDetail>();
  for (const issue of error.issues) {
    for (const keys of pathsOf(issue)) {
      if (details.size === MAX_DETAILS) break;
      const path = keys.map(keyName).join('.').slice(0, MAX_PATH_LENGTH);
      if (!details.has(path)) details.set(path, { path, message: messageOf(issue, say) });
    }
  }
  return [...details.values()];
}
