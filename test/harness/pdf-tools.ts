import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether poppler's tools are there. In CI they must be. */
export async function hasPoppler(): Promise<boolean> {
  if (process.env['CI'] !== undefined) return true;
  return run('pdftotext', ['-v']).then(() => true, () => false);
}

export interface PdfFacts {
  /** As a reader selects and searches it. */
  text: string;
  /** `pdfinfo`, a line each. */
  info: string;
  /** The structure tree, an indented line for each element. */
  structure: string;
  /** `pdffonts`, a line for each font. */
  fonts: string[];
  /** Bytes of each page's image: a page on which nothing is drawn is tiny. */
  pageBytes: number[];
}

/** Looks at a PDF with other people's tools. */
export async function inspectPdf(pdf: Uint8Array): Promise<PdfFacts> {
  const folder = await mkdtemp(join(tmpdir(), 'bemore-pdf-'));
  try {
    const file = join(folder, 'report.pdf');
    await writeFile(file, pdf);
    const output = async (program: string, ...args: string[]) => (await run(program, args, { maxBuffer: 50_000_000 })).stdout;
    const [text, info, structure, fonts] = await Promise.all([
      output('pdftotext', '-layout', file, '-'),
      output('pdfinfo', file),
      output('pdfinfo', '-struct-text', file),
      output('pdffonts', file),
    ]);
    await output('pdftoppm', '-r', '40', '-png', file, join(folder, 'page'));
    const images = (await readdir(folder)).filter((name) => name.endsWith('.png')).sort();
    const pageBytes = await Promise.all(images.map(async (name) => (await stat(join(folder, name))).size));
    return { text, info, structure, fonts: fonts.trim().split('\n').slice(2), pageBytes };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
