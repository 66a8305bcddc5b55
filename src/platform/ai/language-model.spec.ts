import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedTurns, type Turn } from './language-model.js';

const person = (text: string): Turn => ({ role: 'person', text });
const counselor = (text: string): Turn => ({ role: 'counselor', text });

describe('the history that is sent', () => {
  it('begins with the person, alternates, and leaves blank turns out', () => {
    const turns = [
      counselor('안녕하세요'),
      person('하나'),
      counselor(' '),
      person('둘'),
      counselor('네'),
      counselor('더 말해요'),
      person('셋'),
    ];
    expect(boundedTurns(turns)).toEqual([person('하나\n둘'), counselor('네\n더 말해요'), person('셋')]);
  });

  it('keeps the newest', () => {
    const turns = Array.from({ length: 201 }, (_, index) => (index % 2 === 0 ? person(`p${index}`) : counselor(`c${index}`)));
    const kept = boundedTurns(turns);
    expect(kept).toHaveLength(39);
    expect(kept.at(-1)).toEqual(person('p200'));
  });

  it('keeps the end of a last turn that is too long alone', () => {
    const kept = boundedTurns([person('하나'), counselor('둘'), person(`${'가'.repeat(30_000)}끝`)]);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.text).toHaveLength(24_000);
    expect(kept[0]?.text.endsWith('끝')).toBe(true);
  });

  it('needs the person\'s word at the end', () => {
    expect(() => boundedTurns([])).toThrow(RangeError);
    expect(() => boundedTurns([person('하나'), counselor('둘')])).toThrow(RangeError);
  });

  it('changes nothing of what it was given, and holds its bounds whatever that is', () => {
    const turn = fc.record({
      role: fc.constantFrom('person' as const, 'counselor' as const),
      text: fc.string({ unit: 'grapheme', maxLength: 2_000 }),
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 60 }), (turns) => {
        const given = [...turns, person('끝')];
        const before = structuredClone(given);
        const kept = boundedTurns(given);
        expect(given).toEqual(before);
        expect(kept.length).toBeLessThanOrEqual(40);
        expect(kept.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(24_000);
        expect(kept.map(({ role }) => role)).toEqual(kept.map((_, index) => (index % 2 === 0 ? 'person' : 'counselor')));
        expect(kept.at(-1)?.role).toBe('person');
      }),
      { numRuns: 50 },
    );
  });
});
