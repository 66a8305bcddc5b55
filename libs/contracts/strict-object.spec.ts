import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withProtoKey } from './examples.spec-helper.js';
import { strictObject } from './strict-object.js';

const Inner = strictObject({ n: z.number() });
const Outer = strictObject({ inner: Inner, name: z.string().optional() });

describe('strictObject', () => {
  const variants: [string, z.ZodType][] = [
    ['itself', Outer],
    ['with meta data', Outer.meta({ title: 'x' }).describe('y')],
    ['extended', Outer.extend({ more: z.string().optional() })],
    ['picked', Outer.pick({ inner: true })],
    ['partial', Outer.partial()],
    ['refined', Outer.refine(() => true)],
    ['with a catch-all', Outer.catchall(z.unknown())],
  ];

  it.each(variants)('S18 refuses an own __proto__, %s', (_name, schema) => {
    expect(schema.safeParse({ inner: { n: 1 } }).success).toBe(true);
    expect(schema.safeParse(withProtoKey({ inner: { n: 1 } })).success).toBe(false);
    expect(schema.safeParse({ inner: withProtoKey({ n: 1 }) }).success).toBe(false);
  });

  it('S13 refuses any other key', () => {
    const names = fc.string({ minLength: 1 }).filter((name) => !['inner', 'name'].includes(name));
    fc.assert(
      fc.property(names, fc.jsonValue(), (name, value) => {
        const input: unknown = Object.defineProperty({ inner: { n: 1 } }, name, { value, enumerable: true });
        return !Outer.safeParse(input).success;
      }),
    );
  });

  it('leaves the prototype of what it parses alone', () => {
    const parsed = Outer.parse({ inner: { n: 1 } });
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });
});
