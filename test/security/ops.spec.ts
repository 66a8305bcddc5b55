import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { environmentSchema } from '../../src/platform/config/environment.schema.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const METRIC = /\bbemore_[a-z_]+/g;

let server: TestApp;
let metrics: Set<string>;
beforeAll(async () => {
  server = await startTestApp();
  const text = await (await fetch(`${server.url}/metrics`)).text();
  metrics = new Set([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) => (type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name])));
});
afterAll(() => server.close());

describe('what stands ready for those who run it', () => {
  it.each(['ops/prometheus/alerts.yaml', 'ops/grafana/dashboard.json'])('%s asks for metrics that there are', (file) => {
    const asked = new Set([...read(file).matchAll(METRIC)].map(([name]) => name));
    expect(asked.size).toBeGreaterThan(8);
    expect([...asked].filter((name) => !metrics.has(name))).toEqual([]);
  });

  it('the dashboard is one that Grafana can read, and shows every metric', () => {
    const panel = z.looseObject({ title: z.string(), type: z.enum(['timeseries', 'stat']), targets: z.array(z.looseObject({ expr: z.string() })).min(1) });
    const { panels } = z.looseObject({ uid: z.string(), title: z.string(), schemaVersion: z.number(), panels: z.array(panel) }).parse(JSON.parse(read('ops/grafana/dashboard.json')));
    expect(panels.length).toBeGreaterThan(15);
  });

  it('compose.yaml sets nothing that the server does not know, and all that it must', () => {
    const compose = read('compose.yaml');
    const block = compose.slice(compose.indexOf('environment: &environment'), compose.indexOf('services:'));
    const names = [...block.matchAll(/^ {4}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);
    expect(names.filter((name) => !(name in environmentSchema.shape))).toEqual([]);
    for (const name of ['JWT_ACCESS_SECRETS', 'JWT_REFRESH_SECRETS', 'ENCRYPTION_KEYS', 'LOOKUP_KEY', 'DATABASE_URL', 'REDIS_URL', 'TRUST_PROXY', 'DATABASE_CA_FILE']) expect(names).toContain(name);
  });

  it('S43 every container of the service is read-only and without rights, and none runs as root', () => {
    const compose = read('compose.yaml');
    expect(compose).toMatch(/read_only: true[\s\S]{0,200}cap_drop: \[ALL\][\s\S]{0,100}no-new-privileges:true/);
    const dockerfile = read('Dockerfile');
    expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual(['node:24-bookworm-slim', 'node:24-bookworm-slim']);
    expect(dockerfile.trimEnd().split('\n').findLast((line) => line.startsWith('USER'))).toBe('USER node');
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    expect(dockerfile).toMatch(/--chown=root:root \/app\/dist/);
  });
});
