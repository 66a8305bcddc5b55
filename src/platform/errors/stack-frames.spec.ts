import { describe, expect, it } from 'vitest';
import { stackFrames, topFrame } from './stack-frames.js';
import { withoutPersonal } from './sentry-event.js';
import { describeError } from '../logging/logger.js';

function failing(message: string): Error {
  return new Error(message);
}

describe('the frames of an error', () => {
  it('are its own, and the first of ours is where it arose', () => {
    const error = failing('x');
    expect(stackFrames(error)[0]).toMatch(/^at failing \(.*stack-frames\.spec\.ts:\d+:\d+\)$/);
    expect(topFrame(error)).toBe('failing (src/platform/errors/stack-frames.spec.ts)');
  });

  it('S36 are never lines of a message, however much these look like frames', () => {
    const hostile = 'no\n    at kim.minji@example.org (/src/secret/diary.ts:1:1)\n    at 010-1234-5678 (/src/a.ts:1:1)';
    for (const error of [failing(hostile), new Error('outer', { cause: failing(hostile) })]) {
      const text = JSON.stringify([stackFrames(error), topFrame(error), (describeError(error) as { stack: string }).stack]);
      expect(text).not.toMatch(/kim\.minji|010-1234|diary/);
    }
    const changed = failing(hostile);
    expect(changed.stack).toContain('diary');
    changed.message = 'another message';
    expect(stackFrames(changed)).toEqual([]);
    expect(topFrame(changed)).toBe('');
  });

  it('of no error are none', () => {
    for (const thrown of ['text', null, undefined, { stack: '    at a (/src/a.ts:1:1)' }, Object.assign(new Error('x'), { stack: 1 })]) expect(topFrame(thrown)).toBe('');
  });

  it('name the package when nothing of ours is among them', () => {
    const error = Object.assign(new Error('x'), { stack: 'Error: x\n    at Parser.parse (/app/node_modules/@scope/thing/lib/a.js:1:1)' });
    expect(topFrame(error)).toBe('@scope/thing');
  });
});

describe('S36 an event for Sentry', () => {
  it('S36 keeps types, places and the program’s own tags, and nothing that somebody wrote', () => {
    const canary = '010-1234-5678 민지';
    const event = withoutPersonal({
      type: undefined,
      event_id: 'e1',
      platform: 'node',
      tags: { code: 'INTERNAL_ERROR' },
      message: canary,
      user: { ip_address: canary, email: canary },
      request: { url: canary, data: canary, headers: { cookie: canary } },
      breadcrumbs: [{ message: canary }],
      extra: { canary },
      contexts: { trace: { trace_id: canary, span_id: canary } },
      server_name: canary,
      exception: {
        values: [
          {
            type: 'TypeError',
            value: canary,
            stacktrace: { frames: [{ filename: '/app/dist/src/a.js', function: 'read', lineno: 3, vars: { canary }, context_line: canary, pre_context: [canary] }] },
          },
          { type: `Error of ${canary}`, value: canary },
        ],
      },
    });
    expect(JSON.stringify(event)).not.toContain('010');
    expect(event).toMatchObject({
      tags: { code: 'INTERNAL_ERROR' },
      exception: { values: [{ type: 'TypeError', value: '', stacktrace: { frames: [{ filename: '/app/dist/src/a.js', function: 'read', lineno: 3 }] } }, { type: 'Error' }] },
    });
  });
});
