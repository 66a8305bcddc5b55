import { expandPhrase } from './phrase.js';
import { PhraseTrie } from './trie.js';
import type { Hit } from './trie.js';
import type { UnitSystem, Units } from './units.js';

/** Class name → its phrases, separated by ` / ` (line breaks and repeated blanks do not matter). */
export type LexiconSource = Readonly<Record<string, string>>;

/** The named classes of a language and those that patterns define in place, compiled into one tree. */
export class Lexicon {
  private readonly ids = new Map<string, number>();
  private readonly weights: number[] = [];
  private readonly trie = new PhraseTrie();

  constructor(
    private readonly system: UnitSystem,
    sources: readonly LexiconSource[],
  ) {
    for (const source of sources) {
      for (const [name, phrases] of Object.entries(source)) {
        if (this.ids.has(name)) throw new Error(`Class defined twice: ${name}`);
        this.define(name, phrases);
      }
    }
  }

  /** The id of a named class, or of phrases written in place: `[one phrase/another]`. Throws on an unknown name. */
  idOf(token: string): number {
    const known = this.ids.get(token);
    if (known !== undefined) return known;
    if (token.startsWith('[') && token.endsWith(']')) return this.define(token, token.slice(1, -1));
    throw new Error(`Unknown class: ${token}`);
  }

  /** How often the class may be expected, as against others: many and short phrases weigh more. */
  weightOf(classId: number): number {
    return this.weights[classId] ?? 0;
  }

  scan(units: Units): Map<number, Hit[]> {
    return this.trie.scan(units);
  }

  private define(name: string, phrases: string): number {
    const id = this.ids.size;
    this.ids.set(name, id);
    let weight = 0;
    for (const phrase of phrases.replaceAll(/\s+/gu, ' ').split('/')) {
      for (const plain of expandPhrase(phrase.trim())) {
        for (const units of this.system.phraseUnits(plain, name.startsWith('[') ? '' : name)) {
          if (units.symbols.length === 0) throw new Error(`Empty phrase in class ${name}`);
          this.trie.add(units, id);
          weight += this.system.rarity ** units.symbols.length;
        }
      }
    }
    this.weights[id] = weight;
    return id;
  }
}
