import { expect, it } from 'vitest';
import { createLogger } from './logger.js';

function logged(fields: object): Record<string, unknown> {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', files: false, dataDir: '', keepDays: 1, destination: { write: (line) => void lines.push(line) } });
  logger.info(fields, 'message');
  return JSON.parse(lines.join('')) as Record<string, unknown>;
}

it('S36 blanks sensitive keys at the top and one level down, whatever else a line holds', () => {
  expect(logged({ password: 'canary', status: 200 })).toMatchObject({ password: '[redacted]', status: 200, msg: 'message' });
  expect(logged({ body: { email: 'canary@example.org', size: 3 } })).toMatchObject({ body: { email: '[redacted]', size: 3 } });
  expect(JSON.stringify(logged({ err: new Error('failed for "canary" at canary@example.org'), token: 'canary' }))).not.toContain('canary');
});

it('leaves other fields as they are', () => {
  const fields = { route: 'GET /', durationMs: 1.5, userId: null, nested: { sessions: 2 } };
  expect(logged(fields)).toMatchObject(fields);
});
