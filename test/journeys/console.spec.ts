import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServerProcess } from '../harness/server-process.js';
import { testEnvironment } from '../harness/test-app.js';
import { createTestDatabase, type TestDatabase } from '../harness/test-database.js';

const CHROMIUM = '/usr/bin/chromium';
const isThere = existsSync(CHROMIUM);

// Needs Chromium; where it is missing the test is skipped, except in CI.
describe.skipIf(!isThere && process.env['CI'] === undefined)('the console in a browser (needs Chromium)', () => {
  let database: TestDatabase;
  let dataDir: string;
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'bemore-console-'));
    server = await ServerProcess.start(testEnvironment(database, dataDir));
    const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
    browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args });
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await server.kill();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('runs a session: start, say something, be answered, end, read the report', async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(`${server.url}/console/`);
    await page.getByRole('button', { name: '상담 시작 · start' }).click();
    await page.getByText('상담 중').waitFor();
    await page.getByLabel('message').fill('요즘 잠을 잘 못 자요. <b>정말</b>');
    await page.getByRole('button', { name: '보내기 · send' }).click();
    await page.locator('#conversation li[data-role="user"]', { hasText: '<b>정말</b>' }).waitFor();
    const reply = page.locator('#conversation li[data-role="ai"]').first();
    await reply.waitFor();
    await expect.poll(() => reply.innerText(), { timeout: 10_000 }).toMatch(/[가-힣]{3,}/);
    await page.getByRole('button', { name: '마치기 · end' }).click();
    await page.getByRole('heading', { name: 'report' }).waitFor();
    expect(await page.locator('#observations li').count()).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await page.close();
  }, 60_000);
});
