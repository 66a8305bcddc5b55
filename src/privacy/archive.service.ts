import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import yazl from 'yazl';
import { csvLine } from './csv.js';
import { HeldRows } from './held-rows.service.js';
import { type Holding, HOLDINGS, LEFT_OUT } from './holdings.js';

const FORMAT = 1;
const BOM = '\uFEFF';

/** Makes the ZIP of a person's data, file after file, holding no more than a page of rows in memory. */
@Injectable()
export class Archives {
  constructor(private readonly rows: HeldRows) {}

  /** A ZIP as it grows. Whoever stops reading stops the making. */
  make(personId: string, at: Date): Readable {
    const zip = new yazl.ZipFile();
    const counts: Record<string, number> = {};
    const fail = (error: unknown) => (zip.outputStream as Readable).destroy(error instanceof Error ? error : new Error('the archive failed'));
    const add = (name: string, make: () => AsyncIterable<string>) => {
      zip.addReadStreamLazy(name, { mtime: at }, (give) => {
        const stream = Readable.from(make());
        stream.once('error', fail);
        give(null, stream);
      });
    };
    for (const holding of HOLDINGS) {
      add(`${holding.table}.json`, () => this.json(holding, personId, counts));
      if (holding.isNested !== true) add(`${holding.table}.csv`, () => this.csv(holding, personId));
    }
    // Last, when the rows have been counted.
    add('manifest.json', () => manifest(personId, at, counts));
    zip.end();
    return zip.outputStream as Readable;
  }

  private async *json(holding: Holding, personId: string, counts: Record<string, number>): AsyncGenerator<string> {
    let count = 0;
    for await (const row of this.rows.of(holding, personId)) {
      yield `${count === 0 ? '[\n' : ',\n'}${JSON.stringify(row)}`;
      count += 1;
    }
    counts[holding.table] = count;
    yield count === 0 ? '[]\n' : '\n]\n';
  }

  private async *csv(holding: Holding, personId: string): AsyncGenerator<string> {
    let isFirst = true;
    for await (const row of this.rows.of(holding, personId)) {
      if (isFirst) yield `${BOM}${csvLine(Object.keys(row))}`;
      isFirst = false;
      yield csvLine(Object.values(row));
    }
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream is made of it, when its turn comes
async function* manifest(personId: string, at: Date, rows: Readonly<Record<string, number>>): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: FORMAT, personId, madeAt: at.toISOString(), encoding: 'UTF-8', rows, leftOut: LEFT_OUT }, null, 2)}\n`;
}
