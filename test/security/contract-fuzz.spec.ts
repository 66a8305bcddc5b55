import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { arbitraryOf, hostileJson, hostileText, type JsonSchema } from '../harness/json-schema-arbitrary.js';
import { signInAs, signUp, startGuestSession, startSession } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

/** For all operations together; what is left out then is drawn in another run. */
const BUDGET_MS = 50_000;
const RUNS = 10;
const MAX_IN_URL = 300;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** They end what others need. */
const LAST = /logout|\/auth\/devices\/|\/auth\/password$|delete .*\/user\/me/;

interface Operation {
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema?: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema } | undefined> };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema } | undefined> }>;
}
interface Description {
  paths: Record<string, Record<string, Operation | undefined>>;
  components: { schemas: Record<string, JsonSchema> };
}
interface Named {
  name: string;
  method: string;
  path: string;
  operation: Operation;
}

let server: TestApp;
let description: Description;
let operations: Named[];
const tokens: Record<string, string | null> = {};
let ids: string[] = [];

beforeAll(async () => {
  server = await startTestApp({ RATE_LIMIT_AUTH_FAILURES_IP: '100000', AI_PROVIDERS: 'builtin', SLOW_DOWN_STEP_MS: '0' });
  description = (await (await fetch(`${server.url}/openapi.json`)).json()) as Description;
  operations = Object.entries(description.paths)
    .flatMap(([path, methods]) => METHODS.flatMap((method): Named[] => {
      const operation = methods[method];
      return operation === undefined ? [] : [{ name: `${method} ${path}`, method: method.toUpperCase(), path, operation }];
    }))
    .sort((a, b) => Number(LAST.test(a.name)) - Number(LAST.test(b.name)));
  const [user, counselor, admin] = [await signUp(server), await signInAs(server, 'counselor'), await signInAs(server, 'admin')];
  const [own, attended] = [await startSession(user), await startSession(user, { counselorId: counselor.id })];
  const guest = await startGuestSession(server);
  Object.assign(tokens, { 'nobody': null, 'a guest': guest.token, 'a user': user.accessToken, 'a counselor': counselor.accessToken, 'an admin': admin.accessToken, 'a bad token': 'a.bad.token' });
  ids = [own.id, attended.id, guest.id, user.id];
});
afterAll(() => server.close());

const resolve = (ref: string): JsonSchema => description.components.schemas[ref.slice('#/components/schemas/'.length)] ?? {};

/** The description's own schema of an answer, as something that can check it. */
const checkers = new Map<JsonSchema, z.ZodType>();
function checkerOf(schema: JsonSchema): z.ZodType {
  const known = checkers.get(schema);
  if (known !== undefined) return known;
  const local = JSON.parse(JSON.stringify({ ...schema, $defs: description.components.schemas }).replaceAll('#/components/schemas/', '#/$defs/')) as Parameters<typeof z.fromJSONSchema>[0];
  const checker = z.fromJSONSchema(local);
  checkers.set(schema, checker);
  return checker;
}

interface Draw {
  ids: string[];
  query: Record<string, unknown>;
  body: unknown;
  headers: Record<string, string>;
}

function drawsFor({ operation }: Named): fc.Arbitrary<Draw> {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const count = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').length;
  const schema = operation.requestBody?.content['application/json']?.schema;
  const valid = schema === undefined ? fc.constant(undefined) : arbitraryOf(schema, resolve);
  /** A valid body in which one field is something else. */
  const bent = fc.tuple(valid, fc.nat(), hostileJson).map(([body, at, value]) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return value;
    const names = [...Object.keys(body), 'unknown'];
    return { ...body, [names[at % names.length] ?? 'unknown']: value };
  });
  return fc.record({
    ids: fc.array(fc.oneof({ weight: 4, arbitrary: fc.nat().map((at) => ids[at % ids.length] ?? '') }, fc.uuid(), hostileText), { minLength: count, maxLength: count }),
    query: fc.record(
      Object.fromEntries(query.map(({ name, schema: of }) => [name, fc.oneof(arbitraryOf(of ?? {}, resolve), hostileText)])),
      { requiredKeys: [] },
    ),
    body: fc.oneof({ weight: 3, arbitrary: valid }, { weight: 2, arbitrary: bent }, hostileJson),
    headers: fc.record({ 'Accept-Language': fc.constantFrom('ko', 'en', 'x;q=9', ''), 'Idempotency-Key': fc.constantFrom('key-1', 'k'.repeat(200), 'a b') }, { requiredKeys: [] }),
  });
}

async function send({ method, path }: Named, token: string | null, draw: Draw): Promise<Response> {
  let index = 0;
  const place = path.replace(/\{[^{}]{1,40}\}/g, () => encodeURIComponent((draw.ids[index++] ?? '').slice(0, MAX_IN_URL).toWellFormed()) || 'x');
  // A longer line is Node's to refuse, before anything of ours sees it.
  const query = new URLSearchParams(Object.entries(draw.query).map(([name, value]): [string, string] => [name, String(value).slice(0, MAX_IN_URL)]));
  const hasBody = draw.body !== undefined && method !== 'GET';
  return fetch(`${server.url}${place}?${query.toString()}`, {
    method,
    redirect: 'manual',
    headers: { ...draw.headers, ...(token === null ? {} : { Authorization: `Bearer ${token}` }), ...(hasBody ? { 'Content-Type': 'application/json' } : {}) },
    ...(hasBody ? { body: JSON.stringify(draw.body) } : {}),
  });
}

/** Nobody transcribes here, and says so. */
const MAY_BE_OUT = '/stt/transcribe';

async function check(target: Named, role: string, draw: Draw): Promise<void> {
  const response = await send(target, tokens[role] ?? null, draw);
  const { status } = response;
  const text = await response.text();
  const told = `${target.name} as ${role}: ${status} ${text.slice(0, 300)}`;
  if (!(status === 503 && target.path.endsWith(MAY_BE_OUT))) expect(status, told).toBeLessThan(500);
  const documented = target.operation.responses[String(status)];
  expect(documented, `not documented: ${told}`).toBeDefined();
  for (const header of ['x-request-id', 'content-security-policy', 'x-content-type-options']) expect(response.headers.get(header), `${header}: ${told}`).not.toBeNull();
  const schema = documented?.content?.['application/json']?.schema;
  if (schema === undefined || !(response.headers.get('content-type') ?? '').startsWith('application/json')) return;
  const checked = checkerOf(schema).safeParse(JSON.parse(text));
  expect(checked.success, `${told}\n${checked.error?.message ?? ''}`).toBe(true);
}

describe('the description of the API', () => {
  it('S15 S34 is kept by every operation, for every caller, whatever is sent', async () => {
    expect(operations.length).toBeGreaterThan(50);
    const deadline = Date.now() + BUDGET_MS;
    let sent = 0;
    for (const target of operations) {
      const draws = drawsFor(target);
      for (const role of Object.keys(tokens)) {
        if (Date.now() > deadline) break;
        await fc.assert(
          fc.asyncProperty(draws, async (draw) => {
            sent += 1;
            await check(target, role, draw);
          }),
          { numRuns: RUNS, interruptAfterTimeLimit: 5_000 },
        );
      }
    }
    expect(sent).toBeGreaterThan(operations.length * Object.keys(tokens).length);
  }, 120_000);
});
