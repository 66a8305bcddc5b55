const ENDS = new Set('.!?…。！？');
const CLOSES = new Set('"\'”’)]');
const SPACE = /\s/u;
/** A text without an end is cut where it can be. */
const LONGEST = 500;

/** Collects pieces of text and gives whole sentences, so that each can be checked before anybody reads it. */
export class SentenceBuffer {
  private text = '';

  /** The sentences that are complete now, each with the white space behind it. */
  push(piece: string): string[] {
    this.text += piece;
    const sentences: string[] = [];
    let from = 0;
    for (let at = 0; at < this.text.length; at += 1) {
      if (!this.endsAt(at)) continue;
      sentences.push(this.text.slice(from, at + 1));
      from = at + 1;
    }
    this.text = this.text.slice(from);
    while (this.text.length > LONGEST) {
      const space = this.text.lastIndexOf(' ', LONGEST);
      const at = space > 0 ? space + 1 : wholeCharacter(this.text, LONGEST);
      sentences.push(this.text.slice(0, at));
      this.text = this.text.slice(at);
    }
    return sentences;
  }

  /** A line feed, or the first white space behind a full stop and what closes it. */
  private endsAt(at: number): boolean {
    const sign = this.text[at] ?? '';
    if (sign === '\n') return true;
    if (!SPACE.test(sign)) return false;
    let before = at - 1;
    while (before > 0 && CLOSES.has(this.text[before] ?? '')) before -= 1;
    return ENDS.has(this.text[before] ?? '');
  }

  /** What is left at the end. */
  rest(): string {
    const rest = this.text;
    this.text = '';
    return rest;
  }
}

const wholeCharacter = (text: string, at: number) => (text.slice(0, at).isWellFormed() ? at : at - 1);
