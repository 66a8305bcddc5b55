import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type {} from '../../src/crisis/crisis.events.js';
import type {} from '../../src/platform/ai/provider-events.js';
import { environmentSchema } from '../../src/platform/config/environment.schema.js';
import { DomainEvents } from '../../src/platform/events/domain-events.js';
import type {} from '../../src/platform/overload/overload.service.js';
import type {} from '../../src/security-watch/security-watch.events.js';
import type {} from '../../src/stt/transcription.events.js';
import { startGuestSession } from '../harness/people.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const METRIC = /\bbemore_[a-z_]+/g;
const dashboardSchema = z.looseObject({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.number(),
  panels: z.array(z.looseObject({ title: z.string(), type: z.enum(['timeseries', 'stat']), targets: z.array(z.looseObject({ expr: z.string() })).min(1) })),
});
const dashboard = dashboardSchema.parse(JSON.parse(read('ops/grafana/dashboard.json')));
const expressions: [where: string, text: string][] = [
  ...read('ops/prometheus/alerts.yaml').split('- alert: ').slice(1).map((rule): [string, string] => [`alert ${rule.split('\n')[0] ?? ''}`, rule]),
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }): [string, string] => [`panel ${title}`, expr])),
];

let server: TestApp;
/** Every metric that the server shows, with the labels of its samples. */
const metrics = new Map<string, Map<string, Set<string>>>();
beforeAll(async () => {
  server = await startTestApp();
  await useEverything(server);
  const text = await (await fetch(`${server.url}/metrics`)).text();
  for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    for (const sample of type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name]) metrics.set(sample, new Map());
  }
  for (const [, name = '', labels = ''] of text.matchAll(/^(bemore_\w+)(?:\{(.*)\})? \S+$/gm)) {
    const found = metrics.get(name);
    for (const [, label = '', value = ''] of labels.matchAll(/\b(\w{1,40})="([^"]*)"/g)) found?.set(label, (found.get(label) ?? new Set()).add(value));
  }
});
afterAll(() => server.close());

/** A metric has labels when it has samples: what is hard to bring about is announced as the parts of the program announce it. */
async function useEverything({ app, url, guest }: TestApp): Promise<void> {
  const session = await startGuestSession({ guest });
  const socket = await SessionSocket.open(url, { token: session.token, sessionId: session.id });
  await socket.ask('session:status');
  socket.close();
  await guest.get('/nowhere');
  const events = app.get(DomainEvents);
  events.emit('overload.shed', { kind: 'new' });
  events.emit('provider.called', { purpose: 'upload', provider: 'openai', outcome: 'timeout', durationMs: 5 });
  events.emit('transcription.ended', { source: 'upload', outcome: 'ok' });
  events.emit('crisis.counted', { level: 'high', kind: 'suicide', source: 'message' });
  events.emit('security.watched', { kind: 'login.failed', count: 1 });
  events.emit('security.alerted', { rule: 'repeated-401' });
  await session.api.post(`/session/${session.id}/end`);
}

describe('what stands ready for those who run it', () => {
  it.each(['ops/prometheus/alerts.yaml', 'ops/grafana/dashboard.json'])('%s asks for metrics that there are', (file) => {
    const asked = new Set([...read(file).matchAll(METRIC)].map(([name]) => name));
    expect(asked.size).toBeGreaterThan(8);
    expect([...asked].filter((name) => !metrics.has(name))).toEqual([]);
  });

  it.each(expressions)('%s asks for labels that its metrics have', (_where, text) => {
    const named = [...text.matchAll(/(\bbemore_[a-z_]+)(?:\{([^}]*)\})?/g)].map(([, name = '', matchers = '']) => ({ name, matchers }));
    expect(named.length).toBeGreaterThanOrEqual(text.startsWith('InstanceDown') ? 0 : 1);
    for (const { name, matchers } of named) {
      const labels = metrics.get(name) ?? new Map<string, Set<string>>();
      for (const [, label = '', operator, value = ''] of matchers.matchAll(/\b(\w{1,40})(=~|!~|!=|=)"([^"]*)"/g)) {
        expect([...labels.keys()], `${name} {${label}}`).toContain(label);
        // A gauge shows each of its series from the start; a counter only what has happened.
        const isGauge = operator === '=' && !name.endsWith('_total') && !name.endsWith('_count');
        if (isGauge) expect([...(labels.get(label) ?? [])], `${name} {${label}}`).toContain(value);
      }
      for (const [, group = ''] of text.matchAll(/\bby \(([^)]*)\)/g)) {
        for (const label of group.split(',').map((part) => part.trim())) {
          // The quantile of a histogram is asked of its buckets, and beside it of its count.
          if (label !== 'le') expect([...labels.keys()], `${name} by ${label}`).toContain(label);
        }
      }
    }
  });

  it('the dashboard shows every metric', () => {
    expect(dashboard.panels.length).toBeGreaterThan(15);
    const shown = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join(' ');
    const families = new Set([...metrics.keys()].map((name) => name.replace(/_(?:bucket|count|sum)$/, '')));
    expect([...families].filter((name) => !shown.includes(name))).toEqual([]);
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
    const image = /^x-image: &image\n((?: {2}.*\n)+)/m.exec(compose)?.[1] ?? '';
    expect(image.trim().split('\n').map((line) => line.trim())).toEqual(['build: .', 'read_only: true', 'cap_drop: [ALL]', "security_opt: ['no-new-privileges:true']"]);
    // Whatever runs the image runs it so, and none says otherwise.
    expect(compose.match(/build:/g)).toHaveLength(1);
    expect(/^x-server: &server\n {2}<<: \*image$/m.test(compose)).toBe(true);
    for (const [service, base] of [['one', 'server'], ['two', 'server'], ['migrate', 'image']]) expect(compose).toContain(`\n  ${service}:\n    <<: *${base}\n`);
    expect(compose).not.toMatch(/privileged:|read_only: false|network_mode|docker\.sock/);
    const dockerfile = read('Dockerfile');
    expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual(['node:24-bookworm-slim', 'node:24-bookworm-slim']);
    expect(dockerfile.trimEnd().split('\n').findLast((line) => line.startsWith('USER'))).toBe('USER node');
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    expect(dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))).toContain(' ffmpeg ');
    expect(dockerfile).toMatch(/--chown=root:root \/app\/dist/);
  });
});
