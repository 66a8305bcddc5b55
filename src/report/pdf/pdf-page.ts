import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import type { Language } from '../../../libs/contracts/primitives.js';
import { readableText } from './readable-text.js';

export const MARGIN = 48;
export const INK = '#1f2430';
export const SOFT = '#5b6472';
export const RULE = '#d5d9e0';
export const PANEL = '#f3f5f8';

const FONTS = {
  regular: import.meta.resolve('@expo-google-fonts/nanum-gothic/400Regular/NanumGothic_400Regular.ttf'),
  bold: import.meta.resolve('@expo-google-fonts/nanum-gothic/700Bold/NanumGothic_700Bold.ttf'),
};

export type Element = ReturnType<PDFKit.PDFDocument['struct']>;

interface StructureOptions {
  alt?: string;
  /** Left, top, right, bottom in points from the top left of the page. */
  bbox?: [number, number, number, number];
  placement?: 'Block';
  scope?: 'Row' | 'Column';
}

interface TextStyle {
  size?: number;
  isBold?: boolean;
  color?: string;
  indent?: number;
  after?: number;
}

/** A tagged A4 document that blocks are put on from top to bottom. What carries meaning is in the structure tree, what only decorates is not. */
export class PdfPage {
  readonly doc: PDFKit.PDFDocument;
  readonly width: number;
  private readonly root: Element;
  private readonly language: Language;

  constructor(language: Language, info: { title: string; created: Date }) {
    this.language = language;
    this.doc = new PDFDocument({
      size: 'A4',
      margin: MARGIN,
      pdfVersion: '1.7',
      tagged: true,
      lang: language === 'ko' ? 'ko-KR' : 'en',
      displayTitle: true,
      bufferPages: true,
      // Otherwise Helvetica is put in, which is not embedded.
      font: '',
      info: { Title: info.title, Author: 'BeMore', Creator: 'BeMore', Producer: 'BeMore', CreationDate: info.created },
    });
    this.doc.registerFont('regular', fontBytes('regular')).registerFont('bold', fontBytes('bold'));
    this.width = this.doc.page.width - 2 * MARGIN;
    this.root = this.doc.struct('Document');
    this.doc.addStructure(this.root);
    this.doc.font('regular').fillColor(INK);
  }

  private get bottom(): number {
    return this.doc.page.height - MARGIN;
  }

  /** Begins a page when less than `height` is left on this one. */
  room(height: number): void {
    if (this.doc.y + height > this.bottom) this.doc.addPage();
  }

  heading(level: 1 | 2 | 3, text: string): void {
    const size = { 1: 22, 2: 14, 3: 11.5 }[level];
    this.room(size * 5);
    if (level > 1) this.doc.y += level === 2 ? 14 : 8;
    this.add(this.root, `H${level}`, () => this.write(text, { size, isBold: true, after: level === 1 ? 6 : 5 }));
  }

  paragraph(text: string, style: TextStyle = {}): void {
    this.add(this.root, 'P', () => this.write(text, style));
  }

  list(items: readonly string[], style: TextStyle = {}): void {
    if (items.length === 0) return;
    const { indent = 0, ...rest } = style;
    const list = this.open(this.root, 'L');
    for (const item of items) {
      this.room(30);
      const entry = this.open(list, 'LI');
      const y = this.doc.y;
      this.add(entry, 'Lbl', () => this.write('•', { ...rest, indent, after: 0 }));
      this.doc.y = y;
      this.add(entry, 'LBody', () => this.write(item, { after: 3, ...rest, indent: indent + 12 }));
      entry.end();
    }
    list.end();
  }

  /** Text on a panel, for what must not be overlooked. */
  panel(title: string, text: string): void {
    const inner = this.width - 24;
    const height = this.height(title, { size: 10, isBold: true }, inner) + this.height(text, { size: 9.5 }, inner) + 24;
    this.room(height + 6);
    const top = this.doc.y;
    this.decorate(() => this.doc.roundedRect(MARGIN, top, this.width, height, 6).fill(PANEL));
    this.doc.y = top + 10;
    this.add(this.root, 'P', () => this.write(title, { size: 10, isBold: true, indent: 12, after: 3 }, inner));
    this.add(this.root, 'P', () => this.write(text, { size: 9.5, indent: 12, after: 0 }, inner));
    this.doc.y = top + height + 8;
  }

  /** Columns by their shares of the width. The first cell of each row names the row; the first row names the columns unless told otherwise. */
  table(rows: readonly (readonly string[])[], shares: readonly number[], hasHeader = true): void {
    const table = this.open(this.root, 'Table');
    rows.forEach((cells, index) => this.row(table, cells, shares, hasHeader && index === 0));
    table.end();
    this.doc.y += 4;
  }

  private row(table: Element, cells: readonly string[], shares: readonly number[], isHeader: boolean): void {
    const style = (column: number): TextStyle => ({ size: 9.5, isBold: isHeader, color: isHeader || column > 0 ? INK : SOFT, after: 0 });
    const widths = shares.map((share) => share * this.width);
    const height = Math.max(...cells.map((cell, column) => this.height(cell, style(column), (widths[column] ?? 0) - 8))) + 8;
    this.room(height);
    const top = this.doc.y;
    const row = this.open(table, 'TR');
    let left = 0;
    cells.forEach((cell, column) => {
      const width = (widths[column] ?? 0) - 8;
      const isHead = isHeader || column === 0;
      this.doc.y = top + 4;
      this.add(row, isHead ? 'TH' : 'TD', () => this.write(cell, { ...style(column), indent: left }, width), isHead ? { scope: isHeader ? 'Column' : 'Row' } : {});
      left += widths[column] ?? 0;
    });
    row.end();
    this.doc.y = top + height;
    this.decorate(() => this.doc.moveTo(MARGIN, top + height).lineTo(MARGIN + this.width, top + height).lineWidth(0.5).stroke(RULE));
  }

  /** Something drawn, with a text for those who do not see it. `draw` gets the top left corner. */
  figure(alt: string, height: number, draw: (left: number, top: number) => void): void {
    this.room(height + 8);
    const top = this.doc.y;
    this.add(this.root, 'Figure', () => draw(MARGIN, top), { alt, placement: 'Block', bbox: [MARGIN, top, MARGIN + this.width, top + height] });
    this.doc.font('regular').fillColor(INK);
    this.doc.x = MARGIN;
    this.doc.y = top + height + 8;
  }

  /** A short text inside a figure. */
  label(text: string, x: number, y: number, options: { size?: number; width?: number; align?: 'left' | 'right' | 'center'; color?: string } = {}): void {
    const { size = 8, width, align, color = SOFT } = options;
    this.doc.font('regular').fontSize(size).fillColor(color);
    this.doc.text(this.readable(text), x, y, { lineBreak: false, ...(width === undefined ? {} : { width }), ...(align === undefined ? {} : { align }) });
  }

  /** Page numbers, and the end of the document. */
  async finish(footer: (page: number, pages: number) => string): Promise<Buffer> {
    const { start, count } = this.doc.bufferedPageRange();
    for (let index = start; index < start + count; index += 1) {
      this.doc.switchToPage(index);
      this.doc.page.margins.bottom = 0;
      this.doc.markContent('Artifact', { type: 'Pagination' });
      this.label(footer(index + 1, count), MARGIN, this.doc.page.height - 30, { width: this.width, align: 'center' });
      this.doc.endMarkedContent();
    }
    this.root.end();
    const chunks: Buffer[] = [];
    this.doc.end();
    for await (const chunk of this.doc) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  private open(parent: Element, type: string): Element {
    const element = this.doc.struct(type);
    parent.add(element);
    return element;
  }

  private add(parent: Element, type: string, draw: () => void, options: StructureOptions = {}): void {
    const element = this.doc.struct(type, options, draw);
    parent.add(element);
    element.end();
  }

  private decorate(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
    this.doc.fillColor(INK);
  }

  private write(text: string, style: TextStyle, width?: number): void {
    const { indent = 0, color = INK, after = 4 } = style;
    this.use(style).fillColor(color);
    this.doc.text(this.readable(text), MARGIN + indent, this.doc.y, { width: width ?? this.width - indent, lineGap: 2.5 });
    this.doc.x = MARGIN;
    this.doc.y += after;
  }

  private height(text: string, style: TextStyle, width: number): number {
    return this.use(style).heightOfString(this.readable(text), { width, lineGap: 2.5 });
  }

  private use({ size = 10, isBold = false }: TextStyle): PDFKit.PDFDocument {
    return this.doc.font(isBold ? 'bold' : 'regular').fontSize(size);
  }

  private readable(text: string): string {
    const { font } = (this.doc as unknown as { _font: { font: { hasGlyphForCodePoint: (code: number) => boolean } } })._font;
    return readableText(text, this.language, (code) => font.hasGlyphForCodePoint(code));
  }
}

/** The last glyph of the file is empty, and the reader of glyphs looks at its first bytes all the same. */
const PADDING = Buffer.alloc(16);

const fontBytes = (weight: keyof typeof FONTS): Buffer =>
  Buffer.concat([readFileSync(fileURLToPath(FONTS[weight])), PADDING]);
