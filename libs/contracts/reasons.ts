/**
 * Reasons that Zod's own issue codes do not name. A check of ours puts the name into the issue's `params.reason`; the text is
 * chosen when the answer is written, in the caller's language, and never holds what was sent.
 */
export const REASONS = {
  required: { ko: '꼭 필요한 항목입니다.', en: 'is required' },
  blank: { ko: '내용을 입력해 주세요.', en: 'must not be blank' },
  characters: { ko: '사용할 수 없는 문자가 있습니다.', en: 'contains characters that cannot be used' },
  passwordClasses: {
    ko: '대문자, 소문자, 숫자, 특수문자를 각각 하나 이상 넣어 주세요.',
    en: 'must contain an upper-case letter, a lower-case letter, a digit and a special character',
  },
  httpsUrl: { ko: 'https로 시작하는 주소여야 합니다.', en: 'must be an https address' },
  counselorId: { ko: '상담사 번호이거나 ai여야 합니다.', en: 'must be the id of a counselor, or ai' },
  timeZone: { ko: '알 수 없는 시간대입니다.', en: 'is not a known time zone' },
  timeOrder: { ko: '끝나는 때가 시작보다 빠를 수 없습니다.', en: 'must not be before the start' },
  coordinate: { ko: '-10000에서 10000 사이의 숫자여야 합니다.', en: 'must be a number from -10000 to 10000' },
  score: { ko: '0에서 1 사이의 숫자여야 합니다.', en: 'must be a number from 0 to 1' },
  blendshapes: { ko: 'ARKit 이름과 점수로 된 객체여야 합니다.', en: 'must be an object of ARKit names and scores' },
  point: { ko: '숫자 셋으로 된 점 [x, y, z]이어야 합니다.', en: 'must be a point of three numbers [x, y, z]' },
  pointCount: { ko: '점은 468개에서 478개여야 합니다.', en: 'must hold 468 to 478 points' },
  binary: { ko: '이진 데이터의 형식이 올바르지 않습니다.', en: 'is not binary data of the right kind' },
  binarySize: { ko: '이진 데이터의 크기가 올바르지 않습니다.', en: 'is binary data of the wrong size' },
  oneOfFaceForms: {
    ko: 'landmarks와 blendshapes 중 하나만 있어야 합니다.',
    en: 'must hold exactly one of landmarks and blendshapes',
  },
  key: { ko: '사용할 수 없는 이름입니다.', en: 'is a name that cannot be used' },
  keyCount: { ko: '항목이 너무 많습니다.', en: 'has too many entries' },
  size: { ko: '전체 크기가 너무 큽니다.', en: 'is too large altogether' },
  surveyAnswer: { ko: '선택한 항목의 숫자이거나 글자여야 합니다.', en: 'must be the number of an option, or a text' },
  plainValue: { ko: '글자, 숫자, 참/거짓 또는 null이어야 합니다.', en: 'must be a text, a number, a boolean or null' },
} as const satisfies Record<string, { ko: string; en: string }>;

export type Reason = keyof typeof REASONS;

/** What a `refine` gets as its second argument. */
export function because(reason: Reason): { error: string; params: { reason: Reason } } {
  return { error: REASONS[reason].en, params: { reason } };
}

/** An issue that a hand-written check adds, with the path below the checked value. */
export function issueOf(reason: Reason, path: PropertyKey[] = []) {
  return { code: 'custom' as const, message: REASONS[reason].en, params: { reason }, path };
}
