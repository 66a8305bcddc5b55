import { describe, expect, it } from 'vitest';
import { ERROR_CATALOGUE, ERROR_CODES } from './errors.js';

const STATUS_OF_THE_CONTRACT = {
  400: ['VALIDATION_ERROR', 'MALFORMED_JSON'],
  401: ['UNAUTHENTICATED', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'INVALID_CREDENTIALS', 'MFA_REQUIRED'],
  403: ['FORBIDDEN', 'CONSENT_REQUIRED', 'SETUP_REQUIRED', 'CSRF_FAILED', 'ORIGIN_NOT_ALLOWED'],
  404: ['NOT_FOUND'],
  409: ['INVALID_STATE', 'CONFLICT', 'IDEMPOTENCY_MISMATCH'],
  413: ['PAYLOAD_TOO_LARGE'],
  415: ['UNSUPPORTED_MEDIA_TYPE'],
  429: ['RATE_LIMITED', 'ACCOUNT_LOCKED', 'CONNECTION_LIMIT'],
  500: ['INTERNAL_ERROR'],
  503: ['SERVICE_UNAVAILABLE', 'PROVIDER_UNAVAILABLE'],
  504: ['TIMEOUT'],
};

describe('the catalogue of failures', () => {
  it('has exactly the codes of the contract, with their statuses', () => {
    const byStatus = ERROR_CODES.map((code) => [ERROR_CATALOGUE[code].status, code]);
    const expected = Object.entries(STATUS_OF_THE_CONTRACT)
      .flatMap(([status, codes]) => codes.map((code) => [Number(status), code]));
    expect(byStatus.toSorted()).toEqual(expected.toSorted());
  });

  it.each(ERROR_CODES)('%s has a text in each language', (code) => {
    expect(ERROR_CATALOGUE[code].ko).toMatch(/^[\p{Script=Hangul}\d ,.]+\.$/u);
    expect(ERROR_CATALOGUE[code].en).toMatch(/^[\x20-\x7e]+\.$/u);
  });
});
