import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { environmentSchema } from './environment.schema.js';

const EXAMPLE = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
const LINE = /^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$/gmu;

it('.env.example names every setting, each with its default', () => {
  const lines = [...EXAMPLE.matchAll(LINE)];
  expect(lines.map(([, name]) => name).sort()).toEqual(Object.keys(environmentSchema.shape).sort());
  const defaults = environmentSchema.parse({});
  const given = Object.fromEntries(lines.filter(([line]) => !line.startsWith('#')).map(([, name = '', value = '']) => [name, value.replaceAll('"', '')]));
  const { CORS_ORIGINS: origins, ...rest } = given;
  expect(origins).toBe('http://localhost:5173');
  expect(environmentSchema.parse(rest)).toEqual(defaults);
});
