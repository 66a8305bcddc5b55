import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as contracts from './index.js';

const exported: Record<string, unknown> = {
  ...contracts,
  ...contracts.ClientEvents,
  ...Object.fromEntries(Object.entries(contracts.ServerEvents).map(([name, schema]) => [`→ ${name}`, schema])),
  ...Object.fromEntries(Object.entries(contracts.ClientAcks).map(([name, schema]) => [`ack ${name}`, schema])),
};
const everything = Object.entries(exported)
  .flatMap(([name, schema]): [string, z.ZodType][] => (schema instanceof z.ZodType ? [[name, schema]] : []));

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every schema inside a JSON Schema, with its path. */
function* schemasIn(node: unknown, path = '$'): Generator<[string, Json]> {
  if (!isJson(node)) return;
  yield [path, node];
  for (const key of ['properties', '$defs']) {
    const children = node[key];
    if (isJson(children)) for (const [name, child] of Object.entries(children)) yield* schemasIn(child, `${path}.${name}`);
  }
  for (const key of ['items', 'additionalProperties', 'not']) yield* schemasIn(node[key], `${path}.${key}`);
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    const children = node[key];
    if (!Array.isArray(children)) continue;
    for (const [index, child] of children.entries()) yield* schemasIn(child, `${path}.${key}${index}`);
  }
}

const TEXT_BOUNDS = ['maxLength', 'pattern', 'enum', 'const'];
const hasBound = (schema: Json) => TEXT_BOUNDS.some((bound) => bound in schema) || schema['format'] === 'binary';

function looseEnds(json: Json): string[] {
  return [...schemasIn(json)].flatMap(([path, schema]) => {
    const isObject = schema['type'] === 'object' && isJson(schema['properties']);
    if (isObject && !('additionalProperties' in schema)) return [`${path}: open`];
    if (schema['type'] === 'string' && !hasBound(schema)) return [`${path}: unbounded text`];
    if (schema['type'] === 'array' && !('maxItems' in schema)) return [`${path}: unbounded list`];
    const isNumber = schema['type'] === 'number' || schema['type'] === 'integer';
    if (isNumber && !('const' in schema || ('minimum' in schema && 'maximum' in schema))) return [`${path}: unbounded number`];
    return [];
  });
}

describe.each(everything)('%s', (_name, schema) => {
  it.each(['input', 'output'] as const)('S15 has a bounded JSON Schema of its %s', (io) => {
    const json = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
    expect(Object.keys(json).length).toBeGreaterThan(1);
    expect(looseEnds({ ...json })).toEqual([]);
  });
});

describe('the component schemas', () => {
  it('have ids of their own', () => {
    const owners = new Map(everything.flatMap(([, schema]) => {
      const id = z.globalRegistry.get(schema)?.id;
      return id === undefined ? [] : [[schema, id] as const];
    }));
    expect(new Set(owners.values()).size).toBe(owners.size);
    expect([...owners.values()]).toContain('User');
  });

  it('wrap an answer in the envelope', () => {
    const One = contracts.successOf(contracts.UserAnswer);
    expect(One.safeParse({ success: true, data: {} }).success).toBe(false);
    const Many = contracts.listOf(contracts.Done);
    expect(Many.parse({ success: true, data: [{ done: true }], meta: { total: 1, limit: 20, offset: 0 } }).data).toHaveLength(1);
    expect(Many.safeParse({ success: true, data: [], meta: { total: -1, limit: 20, offset: 0 } }).success).toBe(false);
  });
});
