import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { startTestApp } from '../harness/test-app.js';

it('docs/openapi.json is what the code describes; `npm run openapi` writes it anew', async () => {
  const server = await startTestApp();
  try {
    const described: unknown = await (await fetch(`${server.url}/openapi.json`)).json();
    const kept: unknown = JSON.parse(await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
    expect(kept).toEqual(described);
  } finally {
    await server.close();
  }
});
