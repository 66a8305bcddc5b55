import * as envelope from './envelope.js';
import { trySchemas } from './examples.spec-helper.js';

const failure = { success: false as const, error: { code: 'NOT_FOUND' as const, message: 'x', requestId: 'a' } };

trySchemas(envelope, {
  RequestId: {
    valid: ['a', 'A-z_0.9', 'x'.repeat(64)], invalid: [['', ''], ['x'.repeat(65), ''], ['a b', ''], ['a\n', ''], ['<x>', '']],
  },
  ErrorDetail: { valid: [{ path: 'body.items.3.ts', message: 'x' }], invalid: [[{ path: 'x' }, 'message']] },
  Failure: {
    valid: [failure, { success: false, error: { ...failure.error, details: [{ path: 'a', message: 'b' }] } }],
    invalid: [
      [{ ...failure, success: true }, 'success'], [{ success: false, error: { ...failure.error, stack: 'x' } }, 'error.stack'],
      [{ success: false, error: { ...failure.error, code: 'X' } }, 'error.code'],
    ],
  },
  ListMeta: { valid: [{ total: 0, limit: 20, offset: 0 }], invalid: [[{ total: 0.5, limit: 20, offset: 0 }, 'total']] },
});
