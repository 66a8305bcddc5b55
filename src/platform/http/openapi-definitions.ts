import { isDeepStrictEqual } from 'node:util';
import type { OpenAPIObject } from '@nestjs/swagger';

type Json = null | boolean | number | string | Json[] | JsonObject;
interface JsonObject {
  [key: string]: Json;
}

const LOCAL = '#/$defs/';
const SHARED = '#/components/schemas/';

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Zod writes what a schema shares below that schema (`$defs`); in an OpenAPI document such references point at the wrong root.
 * Moves every definition, and every schema with an id of its own, to the components, once each.
 *
 * @param shared schemas that the document refers to as if they were definitions of its own
 */
export function liftDefinitions(document: OpenAPIObject, shared: Record<string, object>): OpenAPIObject {
  const plain = JSON.parse(JSON.stringify(document)) as JsonObject;
  const components = isObject(plain['components']) ? plain['components'] : {};
  const schemas = isObject(components['schemas']) ? components['schemas'] : {};
  for (const [name, schema] of Object.entries(shared)) schemas[name] = lift(withoutMarks(JSON.parse(JSON.stringify(schema)) as Json), schemas, new Map());
  const lifted = lift(plain['paths'] ?? {}, schemas, new Map());
  return { ...plain, components: { ...components, schemas }, paths: lifted } as unknown as OpenAPIObject;
}

function lift(value: Json, schemas: JsonObject, names: Map<string, string>): Json {
  if (Array.isArray(value)) return value.map((item) => lift(item, schemas, names));
  if (!isObject(value)) return value;
  const { $defs: definitions, $schema: _schema, ...rest } = value;
  const own = new Map(names);
  if (isObject(definitions)) {
    for (const [name, definition] of Object.entries(definitions)) own.set(name, nameFor(name, withoutMarks(definition), schemas));
    for (const [name, definition] of Object.entries(definitions)) {
      const key = own.get(name) ?? name;
      schemas[key] = lift(withoutMarks(definition), schemas, own);
    }
  }
  const entries = Object.entries(rest).map(([key, item]): [string, Json] => {
    if (key !== '$ref' || typeof item !== 'string' || !item.startsWith(LOCAL)) return [key, lift(item, schemas, own)];
    const name = item.slice(LOCAL.length);
    return [key, `${SHARED}${own.get(name) ?? name}`];
  });
  return Object.fromEntries(entries);
}

function withoutMarks(definition: Json): Json {
  if (!isObject(definition)) return definition;
  const { id: _id, $id: _dollarId, ...rest } = definition;
  return rest;
}

/** A schema that comes in differently from how it goes out has two names. */
function nameFor(name: string, definition: Json, schemas: JsonObject): string {
  const existing = schemas[name];
  if (existing === undefined || isDeepStrictEqual(existing, relocated(definition))) return name;
  return `${name}Output`;
}

const relocated = (definition: Json): Json => JSON.parse(JSON.stringify(definition).replaceAll(LOCAL, SHARED)) as Json;
