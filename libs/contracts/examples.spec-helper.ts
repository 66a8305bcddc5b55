import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeIssues } from './validation-messages.js';

export const ID = '0198c0de-0000-7000-8000-000000000001';
export const OTHER_ID = '0198c0de-0000-7000-8000-000000000002';
/** A UUID that is not of version 7. */
export const UUID_V4 = '5b0c6f0e-4c1d-4d3a-9c63-0f6d5a1b2c3d';
export const AT = '2026-11-21T10:00:00.000Z';
export const TS = 1_795_000_000_000;
export const NUL = 'a\0b';
export const LONE_SURROGATE = 'a\ud800b';

/** An object parsed from JSON that owns a key `__proto__`, as only JSON can make it. */
export function withProtoKey(value: object): unknown {
  const json = JSON.stringify(value);
  return JSON.parse(`{"__proto__":{"polluted":true}${json === '{}' ? '' : ','}${json.slice(1)}`);
}

type SchemaNames<Module> = { [Name in keyof Module]: Module[Name] extends z.ZodType ? Name : never }[keyof Module];

export interface Examples<Schema extends z.ZodType> {
  valid: z.input<Schema>[];
  /** What is refused, and the path of the first complaint. */
  invalid: [value: unknown, path: string][];
}

const show = (value: unknown) => inspect(value, { breakLength: Infinity, maxArrayLength: 3 }).slice(0, 80);

function firstPath(schema: z.ZodType, value: unknown): string | undefined {
  const result = schema.safeParse(value);
  return result.success ? undefined : describeIssues(result.error, 'en')[0]?.path;
}

/** Tries every schema that a module exports; one without examples does not compile. */
export function trySchemas<Module extends object>(
  module: Module,
  examples: { [Name in SchemaNames<Module>]: Examples<Extract<Module[Name], z.ZodType>> },
): void {
  const table: [string, Examples<z.ZodType>][] = Object.entries(examples);
  describe.each(table)('%s', (name, { valid, invalid }) => {
    const schema: unknown = Reflect.get(module, name);
    if (!(schema instanceof z.ZodType)) throw new TypeError(`${name} is no schema`);

    it.each(valid.map((value) => [show(value), value]))('takes %s', (_shown, value) => {
      expect(schema.safeParse(value).error?.issues).toBeUndefined();
    });
    it.each(invalid.map(([value, path]) => [show(value), path, value]))('refuses %s at "%s"', (_shown, path, value) => {
      expect(firstPath(schema, value)).toBe(path);
    });

    const [first] = valid;
    if (typeof first !== 'object' || first === null || Array.isArray(first) || ArrayBuffer.isView(first)) return;
    const named = !(schema instanceof z.ZodObject) || schema.def.catchall instanceof z.ZodNever;
    if (named) {
      it('S13 refuses a key that it does not name', () => {
        expect(firstPath(schema, { ...first, surplus: 1 })).toBe('surplus');
      });
    }
    it('S18 refuses an own key __proto__', () => {
      expect(firstPath(schema, withProtoKey(first))).toBe('__proto__');
    });
  });
}
