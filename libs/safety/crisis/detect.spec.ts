import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectCrisis, TRUSTED_CONFIDENCE } from './detect.js';
import type { CrisisAssessment } from './types.js';

const read = (text: string): CrisisAssessment => detectCrisis(text, { source: 'message' });
const kinds = (text: string): string[] => read(text).signals.map(({ kind }) => kind);

describe('S40 crisis detection', () => {
  it.each([
    ['죽고 싶어요', 'elevated'],
    ['I wish I were dead', 'elevated'],
    ['손목을 칼로 그었어요', 'elevated'],
    ['수면제를 모아뒀어요', 'high'],
    ["I've written my suicide note", 'high'],
    ['오늘 밤에 옥상에서 뛰어내릴 거예요', 'imminent'],
    ["I'm going to hang myself tonight", 'imminent'],
    ['유서를 썼고 밧줄도 샀어요', 'imminent'],
  ])('S40 %s is %s', (text, level) => {
    expect(read(text).level).toBe(level);
  });

  it.each([
    ['배고파 죽겠어요', 'none'],
    ['this traffic is killing me', 'none'],
    ['작년에 아빠가 자살로 돌아가셨어요', 'none'],
    ['my dad died by suicide last year', 'none'],
    ['드라마에서 주인공이 죽고 싶다고 울었어요', 'none'],
    ['자살 예방 교육을 들었어요', 'none'],
    ['죽고 싶은 건 아니에요', 'none'],
    ["I'm not suicidal, just tired", 'none'],
    ['예전에는 죽고 싶었는데 지금은 괜찮아요', 'none'],
    ['친구가 죽고 싶다고 해요', 'watch'],
    ['my friend says she wants to kill herself', 'watch'],
  ])('S40 %s raises no alarm (%s)', (text, level) => {
    expect(read(text)).toMatchObject({ level, alarm: false });
  });

  it('S40 the wish to follow the dead is the writer\'s own', () => {
    expect(read('할머니가 돌아가신 뒤로 나도 따라가고 싶어').alarm).toBe(true);
    expect(read('since my husband died I just want to join him').alarm).toBe(true);
  });

  it('S40 a denial does not hide what follows it', () => {
    expect(read('죽고 싶은 건 아닌데 그냥 사라지고 싶어요').alarm).toBe(true);
    expect(read("I don't want to die but I don't want to live either").alarm).toBe(true);
  });

  it('S40 disguises are seen through, and point to the original text', () => {
    for (const text of ['죽.고.싶.다', 'ㅈㅜㄱㄱㅗ 싶어', '죽\u200b고\u200b싶어', '죽고 싶어'.normalize('NFD'), 'i want to k!ll mys3lf', 'su1c1dal thoughts', 'ｗａｎｔ to die']) {
      const [signal] = read(text).signals;
      expect(signal, text).toBeDefined();
    }
    const text = '음... 자 살 하 고 싶 어 요';
    const span = read(text).signals[0]?.span;
    expect(text.slice(span?.start, span?.end)).toContain('자 살');
  });

  it('S40 tells the kinds apart', () => {
    expect(kinds('남편이 저를 때려요')).toContain('abuse');
    expect(kinds('그 사람을 칼로 찌르고 싶어요')).toContain('harm-to-others');
    expect(kinds('엄마 아빠 미안해 먼저 갈게')).toContain('farewell');
    expect(kinds('I cut myself again last night')).toContain('self-harm');
  });

  it('S40 says why it set something aside', () => {
    expect(read('죽고 싶은 건 아니에요').setAside[0]).toMatchObject({ reason: 'denial' });
    expect(read('친구가 극단적 선택을 했어요').setAside[0]).toMatchObject({ reason: 'bereavement' });
  });

  it('S40 a doubtful transcript is marked', () => {
    const doubtful = detectCrisis('죽고 싶어요', { source: 'transcript', confidence: TRUSTED_CONFIDENCE - 0.01 });
    expect(doubtful).toMatchObject({ alarm: true, corroboration: 'insufficient' });
    expect(detectCrisis('죽고 싶어요', { source: 'transcript', confidence: TRUSTED_CONFIDENCE }).corroboration).toBe('sufficient');
    expect(detectCrisis('죽고 싶어요', { source: 'message', confidence: 0.1 }).corroboration).toBe('sufficient');
  });
});

describe('on any text', () => {
  const pieces = fc.constantFrom('죽고 싶', '자살', '손목', ' ', '\n', '"', 'ㅈㅅ', 'kill ', 'myself ', "don't ", 'I ', 'my friend ', '영화에서 ', '예전에 ', '😀', '\ud800', '\u0301', 'ㅋㅋ', '어요. ');
  const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.array(pieces, { maxLength: 40 }).map((list) => list.join('')));

  it('never throws, and spans lie in the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { signals, setAside } = read(text);
        for (const { span } of [...signals, ...setAside]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads 100 kB of anything in time that grows with its length', () => {
    const units = ['a', ' ', '죽', '죽고 ', 'ㅋ', 'ㅈㅜㄱ', 'i want to ', 'k i l l ', 'he said that he would ', 'a\u0301', '"', '죽. ', '그냥', '삶을그냥다이제', '\ud800', 'do not want to '];
    const cpuMs = (text: string): number => {
      const before = process.cpuUsage();
      read(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    for (const unit of units) expect(cpuMs(unit.repeat(Math.ceil(100_000 / unit.length))), unit).toBeLessThan(3_000);
  });
});
