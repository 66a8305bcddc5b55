/** A sentence's place in the text, without the blanks around it. */
export interface SentenceSpan {
  start: number;
  end: number;
  /** It ends with a question mark. */
  question: boolean;
}

/** Longest piece that is looked at as one sentence; longer ones are cut at a blank. */
const MAX_SENTENCE = 280;
const MAX_QUOTE = 160;
const CLOSERS = new Map([['"', '"'], ['“', '”'], ['‘', '’'], ['「', '」'], ['『', '』'], ["'", "'"]]);
const POLITE_BEFORE_YO = new Set('어아해세예에네데게지거군까대래져와워여려겨쳐셔봐돼께러라나가');
const NOT_ENDINGS = new Set(['필요', '중요', '주요', '소요', '가요', '동요', '수요', '강요', '아니요', '네요']);
const CONTINUES = ['라고', '라는', '라며', '하고', '하며', '라면서'];

/**
 * Splits text into sentences: at end marks and line breaks, never inside a short quotation, and in Korean also behind a polite ending
 * without any mark (as speech recognition writes). One pass, no backtracking.
 */
export function splitSentences(text: string): SentenceSpan[] {
  const spans: SentenceSpan[] = [];
  let start = 0;
  let at = 0;
  const close = (end: number, question: boolean): void => {
    pushTrimmed(spans, text, start, end, question);
    start = end;
  };
  while (at < text.length) {
    if (isLetter(text.charCodeAt(at)) && at - start < MAX_SENTENCE) {
      at += 1;
      continue;
    }
    const char = text.charAt(at);
    const closer = CLOSERS.get(char);
    if (closer !== undefined) {
      const end = quoteEnd(text, at, char, closer);
      if (end > 0) {
        at = end;
        continue;
      }
    }
    if (isEndMark(text, at)) {
      let question = false;
      while (at < text.length && (isEndMark(text, at) || '"\'”’」』)'.includes(text.charAt(at)))) {
        question ||= '?？'.includes(text.charAt(at));
        at += 1;
      }
      close(at, question);
      continue;
    }
    if ((char === ' ' && at - start > 4 && endsPolitely(text, start, at)) || (at - start >= MAX_SENTENCE && isBlank(text.charCodeAt(at)))) {
      close(at, false);
    } else if (at - start >= MAX_SENTENCE + 60) {
      close(at, false);
    }
    at += 1;
  }
  close(text.length, false);
  return spans;
}

function pushTrimmed(spans: SentenceSpan[], text: string, from: number, to: number, question: boolean): void {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  if (end > start) spans.push({ start, end, question });
}

function isEndMark(text: string, at: number): boolean {
  const char = text.charAt(at);
  if (char === '.') return !isDigit(text.charCodeAt(at + 1)) || !isDigit(text.charCodeAt(at - 1));
  return char !== '' && '!?。…！？\n\r;'.includes(char);
}

/** Offset behind the closing mark of a quotation that begins at `at`; 0 where none begins or none ends soon. */
function quoteEnd(text: string, at: number, opener: string, closer: string): number {
  if (opener === "'" && at > 0 && !isBlank(text.charCodeAt(at - 1))) return 0;
  const limit = Math.min(text.length, at + MAX_QUOTE);
  for (let end = at + 1; end < limit; end += 1) {
    if (text.charAt(end) !== closer) continue;
    const next = text.charCodeAt(end + 1);
    const apostrophe = closer === "'" && ((next >= 97 && next <= 122) || (next >= 65 && next <= 90));
    if (!apostrophe) return end + 1;
  }
  return 0;
}

/** Whether the word before `at` has a polite or formal Korean ending and no particle of quotation follows. */
function endsPolitely(text: string, start: number, at: number): boolean {
  const last = text.charAt(at - 1);
  const before = text.charAt(at - 2);
  const formal = (last === '다' || last === '까') && before === '니' && endsInBieup(text.charCodeAt(at - 3));
  const polite = last === '요' ? POLITE_BEFORE_YO.has(before) : last === '죠' || formal;
  if (!polite) return false;
  let wordStart = at - 1;
  while (wordStart > start && !isBlank(text.charCodeAt(wordStart - 1))) wordStart -= 1;
  if (NOT_ENDINGS.has(text.slice(wordStart, at))) return false;
  return !CONTINUES.some((word) => text.startsWith(word, at + 1));
}

/** A Hangul syllable with the final consonant ㅂ, as before -니다 and -니까 in formal speech. */
function endsInBieup(code: number): boolean {
  return code >= 0xac00 && code <= 0xd7a3 && (code - 0xac00) % 28 === 17;
}

/** Nothing begins or ends at a letter; this only saves looking. */
function isLetter(code: number): boolean {
  return (code >= 0xac00 && code <= 0xd7a3) || (code >= 97 && code <= 122);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000 || code === 0x200b || code === 0xfeff;
}
