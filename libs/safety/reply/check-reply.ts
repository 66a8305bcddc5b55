import { REPLY_RULES, type ReplyReason, type ReplyRule } from './rules.js';

export interface ReplyFlag {
  readonly reason: ReplyReason;
  readonly rule: string;
  /** UTF-16 offsets in the checked text, end exclusive. */
  readonly span: { readonly start: number; readonly end: number };
}

export interface ReplyCheck {
  readonly ok: boolean;
  readonly flags: readonly ReplyFlag[];
}

const SENTENCE = /[^.!?。\n]{1,2000}[.!?。\n]{0,8}|[.!?。\n]{1,2000}/gu;

/**
 * Checks what a language model wrote, a whole reply or one sentence of a stream: does it diagnose, advise on medication, encourage or
 * explain harm, leak its instructions, claim to be human, or carry markup and links? Every rule looks at one sentence, so the
 * sentences of a stream can be checked as they come. Both languages are always read; `language` only orders them. Pure, linear.
 */
export function checkReply(text: string, language: 'ko' | 'en'): ReplyCheck {
  const flags: ReplyFlag[] = [];
  const ordered = [...REPLY_RULES].sort((a, b) => Number(b.language === language) - Number(a.language === language));
  for (const sentence of text.matchAll(SENTENCE)) {
    for (const rule of ordered) {
      const flag = flagOf(rule, sentence[0], sentence.index);
      if (flag !== undefined) flags.push(flag);
    }
  }
  flags.push(...crossingFlags(text));
  return { ok: flags.length === 0, flags };
}

function flagOf({ id, reason, pattern, unless }: ReplyRule, sentence: string, offset: number): ReplyFlag | undefined {
  const match = pattern.exec(sentence);
  if (match === null || unless?.test(sentence) === true) return undefined;
  return { reason, rule: id, span: { start: offset + match.index, end: offset + match.index + match[0].length } };
}

/** Marks that a full stop does not separate: links, tags, fences. */
function crossingFlags(text: string): ReplyFlag[] {
  const flags: ReplyFlag[] = [];
  for (const { id, reason, pattern } of MARKS) {
    const match = pattern.exec(text);
    if (match !== null) flags.push({ reason, rule: id, span: { start: match.index, end: match.index + match[0].length } });
  }
  return flags;
}

const MARKS: readonly { readonly id: string; readonly reason: ReplyReason; readonly pattern: RegExp }[] = [
  { id: 'markup.tag', reason: 'markup', pattern: /<\/?[a-z!][^<>]{0,200}>|&(?:lt|gt|#x?[0-9a-f]{2,6});/iu },
  { id: 'markup.fence', reason: 'markup', pattern: /```|~~~|!\[[^\]\n]{0,100}\]|\]\([^)\n]{1,300}\)|^\s{0,3}\|.{1,200}\|\s*$/mu },
  { id: 'link.url', reason: 'link', pattern: /\b(?:https?|ftp|javascript|data|mailto):\S{2}|\bwww\.[a-z0-9]|(?<![@\w])[a-z0-9-]{2,40}\.(?:com|net|org|io|kr|co|info|biz|xyz|me|app|link|site|online)(?![a-z0-9])/iu },
];
