import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { DataKeys } from './data-keys.js';
import { type FieldRef, keyIdOf, openWith, sealWith } from './envelope.js';
import { PersonKeyMissingError } from './sealing-errors.js';

/** About 4 ms of work, after which other requests get their turn. */
const SLICE = 1_000;

export interface PlainField {
  readonly ref: FieldRef;
  readonly plaintext: string | Uint8Array;
}

export interface SealedField {
  readonly ref: FieldRef;
  readonly envelope: Buffer;
}

/**
 * Seals what is personal, field by field, with the person's own key.
 *
 * Inside a transaction pass it on: a person created in it has its key only there. `open` fails with `SealBrokenError` for whatever is
 * not exactly what was sealed in exactly this place; with its subclass `PersonKeyMissingError` when the key is gone.
 */
@Injectable()
export class FieldCipher {
  constructor(private readonly keys: DataKeys) {}

  /** @throws PersonKeyMissingError when the person was deleted */
  async seal(personId: string, ref: FieldRef, plaintext: string | Uint8Array, tx?: Transaction): Promise<Buffer> {
    const found = this.keys.newestOf(personId, tx);
    return sealWith(found instanceof Promise ? await found : found, ref, plaintext);
  }

  /** Envelopes in the order of `fields`; the key is looked up once. */
  async sealMany(personId: string, fields: readonly PlainField[], tx?: Transaction): Promise<Buffer[]> {
    if (fields.length === 0) return [];
    const key = await this.keys.newestOf(personId, tx);
    return inSlices(fields, (slice) => slice.map(({ ref, plaintext }) => sealWith(key, ref, plaintext)));
  }

  async open(ref: FieldRef, envelope: Buffer, tx?: Transaction): Promise<Buffer> {
    const id = keyIdOf(envelope);
    const key = this.keys.cached(id, tx) ?? (await this.keys.byIds(new Set([id]), tx)).get(id);
    if (key === undefined) throw new PersonKeyMissingError();
    return openWith(key, ref, envelope);
  }

  async openText(ref: FieldRef, envelope: Buffer, tx?: Transaction): Promise<string> {
    return (await this.open(ref, envelope, tx)).toString('utf8');
  }

  /** Plaintexts in the order of `fields`, which may belong to different persons; keys that are not in memory are read in one query. */
  async openMany(fields: readonly SealedField[], tx?: Transaction): Promise<Buffer[]> {
    const ids = new Set<string>();
    for (const { envelope } of fields) ids.add(keyIdOf(envelope));
    const keys = await this.keys.byIds(ids, tx);
    return inSlices(fields, (slice) =>
      slice.map(({ ref, envelope }) => {
        const key = keys.get(keyIdOf(envelope));
        if (key === undefined) throw new PersonKeyMissingError();
        return openWith(key, ref, envelope);
      }),
    );
  }

  async openManyTexts(fields: readonly SealedField[], tx?: Transaction): Promise<string[]> {
    return (await this.openMany(fields, tx)).map((plaintext) => plaintext.toString('utf8'));
  }
}

async function inSlices<In, Out>(items: readonly In[], work: (slice: readonly In[]) => Out[]): Promise<Out[]> {
  if (items.length <= SLICE) return work(items);
  const results: Out[] = [];
  for (let at = 0; at < items.length; at += SLICE) {
    if (at > 0) await setImmediate();
    for (const result of work(items.slice(at, at + SLICE))) results.push(result);
  }
  return results;
}
