/** What a cell can hold; null is an empty one. */
export type CsvValue = string | number | null;

/** Tells spreadsheets that UTF-8 follows. */
export const CSV_BOM = '\ufeff';

/** A spreadsheet takes a text that begins with one of these for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;
const QUOTED = /["\r\n,]/;

/**
 * One line of CSV (RFC 4180), its line end included. Numbers stay numbers, the negative ones too; a text that a spreadsheet would
 * take for a formula gets an apostrophe before it.
 */
export function csvLine(cells: readonly CsvValue[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = FORMULA.test(value.trimStart()) || FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
