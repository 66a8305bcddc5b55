import { expandPhrase } from './phrase.js';
import { PhraseTrie } from './trie.js';
import type { Hit } from './trie.js';
import type { UnitSystem, Units } from './units.js';

/** Class name → its phrases, separated by ` / ` (line breaks and repeated blanks do not matter). */
export type LexiconSource = Readonly<Record<string, string>>;

/** The named classes of a language, compiled into one tree. */
export class Lexicon {
  private readonly ids = new Map<string, number>();
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

  /** The id of a class. Throws on an unknown name. */
  idOf(name: string): number {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`Unknown class: ${name}`);
    return id;
  }

  names(): string[] {
    return [...this.ids.keys()];
  }

  scan(units: Units): Map<number, Hit[]> {
    return this.trie.scan(units);
  }

  private define(name: string, phrases: string): void {
    const id = this.ids.size;
    this.ids.set(name, id);
    for (const phrase of phrases.replaceAll(/\s+/gu, ' ').split('/')) {
      for (const plain of expandPhrase(phrase.trim())) {
        for (const units of this.system.phraseUnits(plain, name)) {
          if (units.symbols.length === 0) throw new Error(`Empty phrase in class ${name}`);
          this.trie.add(units, id);
        }
      }
    }
  }
}
