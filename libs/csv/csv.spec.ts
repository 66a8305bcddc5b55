import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from './index.js';

const back = (line: string) => parse(line, { relax_column_count: true })[0];

describe('a line of CSV', () => {
  it('reads back as what was written', () => {
    expect(back(csvLine(['a', 'b,c', 'd"e', 'f\r\ng', '한글', -0.5, 3, null]))).toEqual(['a', 'b,c', 'd"e', 'f\r\ng', '한글', '-0.5', '3', '']);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1', '=cmd|"/c calc"!A1', '＝1'])('S19 keeps %j from becoming a formula', (text) => {
    expect(back(csvLine(['x', text]))?.[1]).toBe(`'${text}`);
  });

  it('has as many cells as it was given, whatever is in them, and no text that begins like a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('=', '+', '-', '@', '"', ',', '\n')), { minLength: 2, maxLength: 6 }), (cells) => {
        const read = back(csvLine(cells));
        expect(read).toHaveLength(cells.length);
        for (const cell of read ?? []) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });
});
