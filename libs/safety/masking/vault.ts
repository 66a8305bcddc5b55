import { findPersonalValues, type PersonalKind } from './detectors.js';

/** More different values than a conversation holds; beyond it they are masked for good. */
const CAPACITY = 500;
const PLACEHOLDER = /\[\s?(EMAIL|RRN|PHONE|CARD|ACCOUNT|PASSPORT|LICENSE|SSN|IP|URL|TEXT)\s{0,2}\\?[_\s]\s{0,2}(\d{1,6})\s?\]/giu;

/**
 * The personal values of one conversation and their placeholders (`[PHONE_1]`). The same value gets the same placeholder in every
 * turn. A placeholder that a person typed becomes a value itself, so it can never bring out another's. Holds personal values: keep
 * it in memory, for the conversation alone.
 */
export class MaskingVault {
  private readonly placeholders = new Map<string, string>();
  private readonly values = new Map<string, string>();
  private readonly counts = new Map<PersonalKind, number>();

  /** The text with every personal value replaced. */
  mask(text: string): string {
    let masked = '';
    let at = 0;
    for (const { kind, start, end } of findPersonalValues(text)) {
      masked += text.slice(at, start) + this.placeholderOf(kind, text.slice(start, end));
      at = end;
    }
    return masked + text.slice(at);
  }

  /** The text with this conversation's placeholders replaced by their values, in one pass; unknown ones stay. */
  restore(text: string): string {
    return text.replace(PLACEHOLDER, (written: string, kind: string, number: string) => this.values.get(`[${kind.toUpperCase()}_${Number(number)}]`) ?? written);
  }

  private placeholderOf(kind: PersonalKind, value: string): string {
    const known = this.placeholders.get(value);
    if (known !== undefined) return known;
    if (this.placeholders.size >= CAPACITY) return `[${kind}]`;
    const number = (this.counts.get(kind) ?? 0) + 1;
    const placeholder = `[${kind}_${number}]`;
    this.counts.set(kind, number);
    this.placeholders.set(value, placeholder);
    this.values.set(placeholder, value);
    return placeholder;
  }
}

/** Masks one text, with the vault of its conversation or one of its own. */
export function maskPersonalValues(text: string, vault = new MaskingVault()): { readonly masked: string; readonly restore: (reply: string) => string } {
  return { masked: vault.mask(text), restore: (reply) => vault.restore(reply) };
}
