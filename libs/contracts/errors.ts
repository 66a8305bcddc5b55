/**
 * Every code a failure can carry, with its HTTP status and the texts that people may read. Clients show the Korean texts as they
 * are, so they say what happened and what helps, and never what the server knows. Sockets use the same codes.
 */
export const ERROR_CATALOGUE = {
  VALIDATION_ERROR: {
    status: 400,
    ko: '입력하신 내용을 다시 확인해 주세요.',
    en: 'Please check what you entered.',
  },
  MALFORMED_JSON: {
    status: 400,
    ko: '보내신 내용을 읽을 수 없었어요. 다시 시도해 주세요.',
    en: 'What was sent could not be read. Please try again.',
  },
  UNAUTHENTICATED: {
    status: 401,
    ko: '로그인이 필요해요.',
    en: 'Please sign in first.',
  },
  TOKEN_INVALID: {
    status: 401,
    ko: '로그인 정보를 확인할 수 없어요. 다시 로그인해 주세요.',
    en: 'Your sign-in could not be verified. Please sign in again.',
  },
  TOKEN_EXPIRED: {
    status: 401,
    ko: '로그인 시간이 지났어요. 다시 로그인해 주세요.',
    en: 'Your sign-in has expired. Please sign in again.',
  },
  INVALID_CREDENTIALS: {
    status: 401,
    ko: '이메일 또는 비밀번호가 맞지 않아요.',
    en: 'The e-mail address or the password is not right.',
  },
  MFA_REQUIRED: {
    status: 401,
    ko: '인증 앱의 코드를 입력해 주세요.',
    en: 'Please enter the code from your authenticator app.',
  },
  FORBIDDEN: {
    status: 403,
    ko: '이 작업을 할 수 있는 권한이 없어요.',
    en: 'You are not allowed to do this.',
  },
  CONSENT_REQUIRED: {
    status: 403,
    ko: '먼저 동의가 필요해요. 설정에서 동의해 주시면 이어서 할 수 있어요.',
    en: 'This needs your consent first. You can give it in the settings.',
  },
  SETUP_REQUIRED: {
    status: 403,
    ko: '계정 설정을 먼저 마쳐 주세요. 새 비밀번호와 2단계 인증이 필요할 수 있어요.',
    en: 'Please finish setting up your account first: a new password and, where asked for, two-step sign-in.',
  },
  CSRF_FAILED: {
    status: 403,
    ko: '안전을 위해 요청을 처리하지 않았어요. 페이지를 새로 고친 뒤 다시 시도해 주세요.',
    en: 'For your safety this request was not carried out. Please reload the page and try again.',
  },
  ORIGIN_NOT_ALLOWED: {
    status: 403,
    ko: '이 주소에서는 서비스를 이용할 수 없어요.',
    en: 'The service cannot be used from this address.',
  },
  NOT_FOUND: {
    status: 404,
    ko: '찾으시는 내용이 없어요.',
    en: 'What you are looking for is not here.',
  },
  INVALID_STATE: {
    status: 409,
    ko: '지금 상태에서는 할 수 없는 작업이에요.',
    en: 'This cannot be done in the present state.',
  },
  CONFLICT: {
    status: 409,
    ko: '이미 있는 내용과 겹쳐서 처리할 수 없어요.',
    en: 'This conflicts with something that already exists.',
  },
  IDEMPOTENCY_MISMATCH: {
    status: 409,
    ko: '같은 요청 번호로 다른 내용이 왔어요. 새로 시도해 주세요.',
    en: 'The same request key came with different content. Please start afresh.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    ko: '보내신 내용이 너무 커요. 크기를 줄여 주세요.',
    en: 'What was sent is too large. Please make it smaller.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    ko: '지원하지 않는 형식이에요.',
    en: 'This format is not supported.',
  },
  RATE_LIMITED: {
    status: 429,
    ko: '요청이 잠시 많았어요. 조금 뒤에 다시 시도해 주세요.',
    en: 'There were too many requests for a moment. Please try again a little later.',
  },
  ACCOUNT_LOCKED: {
    status: 429,
    ko: '로그인 시도가 여러 번 실패해 잠시 잠갔어요. 조금 뒤에 다시 시도해 주세요.',
    en: 'Signing in failed several times, so it is paused for a while. Please try again later.',
  },
  CONNECTION_LIMIT: {
    status: 429,
    ko: '이미 여러 곳에서 연결되어 있어요. 다른 창을 닫고 다시 시도해 주세요.',
    en: 'There are too many open connections. Please close another window and try again.',
  },
  INTERNAL_ERROR: {
    status: 500,
    ko: '저희 쪽에 문제가 생겼어요. 잠시 뒤에 다시 시도해 주세요.',
    en: 'Something went wrong on our side. Please try again in a moment.',
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    ko: '지금은 이용이 많아 잠시 쉬고 있어요. 조금 뒤에 다시 시도해 주세요.',
    en: 'The service is busy right now. Please try again in a moment.',
  },
  PROVIDER_UNAVAILABLE: {
    status: 503,
    ko: '연결된 서비스가 지금 답하지 않아요. 조금 뒤에 다시 시도해 주세요.',
    en: 'A connected service is not answering right now. Please try again a little later.',
  },
  TIMEOUT: {
    status: 504,
    ko: '처리 시간이 너무 오래 걸렸어요. 다시 시도해 주세요.',
    en: 'This took too long. Please try again.',
  },
} as const satisfies Record<string, { status: number; ko: string; en: string }>;

/** A stable name of a failure: what clients branch on. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;

export const ERROR_CODES = Object.keys(ERROR_CATALOGUE) as [ErrorCode, ...ErrorCode[]];
