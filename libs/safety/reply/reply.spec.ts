import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkReply } from './check-reply.js';

const CORPUS = readFileSync(join(import.meta.dirname, '..', 'corpus', 'replies.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('\t'));

describe('S38 what a model wrote is checked', () => {
  it('S38 has a corpus of at least 80 replies', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(80);
  });

  it.each(CORPUS)('S38 %s (%s): %s', (label = '', language = 'ko', text = '') => {
    const { ok, flags } = checkReply(text, language === 'en' ? 'en' : 'ko');
    if (label === 'ok') expect(flags).toEqual([]);
    else expect(flags.map(({ reason }) => reason)).toContain(label);
    expect(ok).toBe(label === 'ok');
  });

  it('S38 finds a bad sentence among good ones, and says where', () => {
    const text = '많이 힘드셨겠어요. 당신은 우울증입니다. 109에 전화해 보세요.';
    const [flag] = checkReply(text, 'ko').flags;
    expect(text.slice(flag?.span.start, flag?.span.end)).toContain('우울증');
    expect(checkReply('많이 힘드셨겠어요.', 'ko').ok && !checkReply(' 당신은 우울증입니다.', 'ko').ok).toBe(true);
  });

  it('never throws, spans lie in the text, and 100 kB are quick', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const { span } of checkReply(text, 'en').flags) expect(span.end).toBeLessThanOrEqual(text.length);
      }),
    );
    for (const unit of ['a', '<', '[', 'you ', '약', '1', 'take ', '우울증 ', '|', 'your symptoms are ']) {
      const before = process.cpuUsage();
      checkReply(unit.repeat(100_000 / unit.length), 'en');
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000, unit).toBeLessThan(3_000);
    }
  });
});
