import { questionsIn, type FoldedText } from './fold.js';
import { closeSyllable, composePair, isConsonant, isSyllable, isVowel, vowelOf } from './jamo.js';
import type { Gap, TextView } from './view.js';

const isWordCharacter = (char: string): boolean => (char >= 'a' && char <= 'z') || (char >= '0' && char <= '9');
const SPACE = /\s/u;
const HARD_STOP = /[!?\n;]/u;
const EMOTICON = new Set(['ㅋ', 'ㅎ', 'ㅠ', 'ㅜ', 'ㅡ']);
// 자ㅅ is slang for 자살; closing the syllable would hide it.
const KEEP_OPEN = /[ㅅㅋㅎㅠㅜ]/u;

/**
 * Korean is matched without spaces, because people leave them out or put them in; `gaps` remembers them. Single jamo that spell
 * a syllable are composed (ㅈㅜㄱ → 죽, 주ㄱ → 죽), crying and laughing jamo (ㅠㅠ, ㅋㅋ) and long-drawn vowels are dropped.
 */
export function koreanView(folded: FoldedText): TextView {
  const builder = new KoreanViewBuilder(folded);
  return builder.build();
}

class KoreanViewBuilder {
  private readonly out: string[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly gaps: Gap[] = [];
  private readonly laughter: number[] = [];
  private readonly quoted: [number, number][] = [];
  private gap: Gap = 0;
  private quoteOpen = -1;

  constructor(private readonly folded: FoldedText) {}

  build(): TextView {
    const { chars } = this.folded;
    for (let i = 0; i < chars.length; ) i += this.take(i);
    return {
      text: this.out.join(''),
      starts: this.starts,
      ends: this.ends,
      gaps: this.gaps,
      laughter: this.laughter,
      questions: questionsIn(this.folded),
      quoted: this.quoted,
    };
  }

  private at(i: number): string {
    return this.folded.chars[i] ?? '';
  }

  private take(i: number): number {
    const char = this.at(i);
    if (isSyllable(char)) return this.syllable(i, char);
    if (isConsonant(char) || isVowel(char)) return this.jamo(i, char);
    if (isWordCharacter(char)) return this.emit(char, i, 1);
    this.mark(i, char);
    return 1;
  }

  private mark(i: number, char: string): void {
    if (char === ' ') this.widen(1);
    else if (char === '\n') this.widen(3);
    else if (SPACE.test(char)) this.widen(1);
    else if (HARD_STOP.test(char)) this.widen(3);
    else if (char === '.') this.widen(this.isFullStop(i) ? 3 : 2);
    else {
      if (char === '"' || char === "'") this.quote();
      this.widen(2);
    }
  }

  /** "다." ends a sentence; "죽.고" and "그냥..." do not. */
  private isFullStop(i: number): boolean {
    const next = this.at(i + 1);
    return this.at(i - 1) !== '.' && (next === '' || SPACE.test(next));
  }

  private quote(): void {
    if (this.quoteOpen < 0) {
      this.quoteOpen = this.out.length;
      return;
    }
    if (this.out.length > this.quoteOpen) this.quoted.push([this.quoteOpen, this.out.length]);
    this.quoteOpen = -1;
  }

  private syllable(i: number, char: string): number {
    if (this.isDrawnOut(i, char)) return this.skip(i);
    const next = this.at(i + 1);
    const after = this.at(i + 2);
    if (isConsonant(next) && !KEEP_OPEN.test(next) && !isVowel(after) && !isConsonant(after)) {
      const closed = closeSyllable(char, next);
      if (closed !== undefined) return this.emit(closed, i, 2);
    }
    return this.emit(char, i, 1);
  }

  /** 죽고오오 싶어어어: an empty-onset syllable that only prolongs the vowel before it, twice or more. */
  private isDrawnOut(i: number, char: string): boolean {
    if (!'아어오우이으에애'.includes(char)) return false;
    const previous = this.at(i - 1);
    if (!isSyllable(previous) || vowelOf(previous) !== vowelOf(char)) return false;
    return this.at(i + 1) === char || (previous === char && this.at(i - 2) !== ' ');
  }

  private skip(i: number): number {
    const last = this.ends.length - 1;
    const end = this.folded.ends[i];
    if (last >= 0 && end !== undefined) this.ends[last] = end;
    return 1;
  }

  private jamo(i: number, char: string): number {
    const run = this.emoticonRun(i);
    if (run > 1 || (run === 1 && !isConsonant(this.at(i - 1)) && !isVowel(this.at(i + 1)) && char !== 'ㅎ' && char !== 'ㅡ')) {
      if (char === 'ㅋ' || char === 'ㅎ') this.laughter.push(this.out.length);
      this.widen(2);
      return run;
    }
    const syllable = isConsonant(char) ? composePair(char, this.at(i + 1)) : undefined;
    if (syllable === undefined) return this.emit(char, i, 1);
    const last = this.at(i + 2);
    const closed = isConsonant(last) && !isVowel(this.at(i + 3)) ? closeSyllable(syllable, last) : undefined;
    return closed === undefined ? this.emit(syllable, i, 2) : this.emit(closed, i, 3);
  }

  private emoticonRun(i: number): number {
    const char = this.at(i);
    if (!EMOTICON.has(char)) return 0;
    let run = 1;
    while (this.at(i + run) === char) run += 1;
    return run;
  }

  private widen(gap: Gap): void {
    if (gap > this.gap) this.gap = gap;
  }

  private emit(char: string, i: number, count: number): number {
    this.out.push(char);
    this.starts.push(this.folded.starts[i] ?? 0);
    this.ends.push(this.folded.ends[i + count - 1] ?? 0);
    this.gaps.push(this.gap);
    this.gap = 0;
    return count;
  }
}
