import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const lock = z
  .object({ packages: z.record(z.string(), z.looseObject({ hasInstallScript: z.boolean().optional(), integrity: z.string().optional(), resolved: z.string().optional(), link: z.boolean().optional() })) })
  .parse(JSON.parse(read('package-lock.json')));
const { allowScripts } = z.object({ allowScripts: z.record(z.string(), z.boolean()) }).loose().parse(JSON.parse(read('package.json')));

describe('S42 what comes from others', () => {
  it('S42 every package that would run a script when it is installed was decided about', () => {
    const withScript = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const names = withScript.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect([...new Set(names)].filter((name) => !(name in allowScripts))).toEqual([]);
  });

  it('S42 every package is pinned to its content, and none comes from elsewhere than the registry', () => {
    const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
    expect(packages.length).toBeGreaterThan(300);
    expect(packages.filter(([, { integrity, resolved }]) => integrity?.startsWith('sha512-') !== true || /^(?:git|file|http:)/.test(resolved ?? '')).map(([path]) => path)).toEqual([]);
  });

  it('S42 the check runs the audit, the lint and the search for secrets, and fails with them', () => {
    const check = read('.ci/run');
    expect(check).toMatch(/^set -euo pipefail$/m);
    for (const step of ['npm run -s lint', 'npm run -s secrets', 'npm audit --omit=dev --audit-level=high']) expect(check).toContain(step);
    expect(check).not.toMatch(/(?:lint|secrets) (?:\|\| true|;)/);
  });

  it('S42 a secret in the tree is found', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bemore-secret-'));
    try {
      const token = ['ghp', Array.from({ length: 36 }, (_unused, index) => ((index * 7 + 3) % 36).toString(36)).join('')].join('_');
      writeFileSync(join(folder, 'leak.ts'), `export const token = '${token}';\n`);
      const found = spawnSync(process.execPath, [join(ROOT, 'node_modules/secretlint/bin/secretlint.js'), '--secretlintrc', join(ROOT, '.secretlintrc.json'), '**/*'], { cwd: folder, encoding: 'utf8' });
      expect([found.status, found.stdout.includes('leak.ts')]).toEqual([1, true]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});

describe('S20 what may not be written', () => {
  it.each([
    ['eval', 'export const a = (text: string): unknown => eval(text);', 'no-eval'],
    ['a function made of text', 'export const a = (text: string): unknown => new Function(text);', '@typescript-eslint/no-implied-eval'],
    ['a timer with text', "setTimeout('a()', 1);", '@typescript-eslint/no-implied-eval'],
    ['a regular expression with exponential backtracking', 'export const a = /^(?:a+)+$/;', 'regexp/no-super-linear-backtracking'],
    ['a regular expression with quadratic backtracking', "export const a = (text: string) => /\\s+$/.test(text);", 'regexp/no-super-linear-move'],
    ['a regular expression of what is sent', 'export const a = (text: string) => new RegExp(text);', 'security/detect-non-literal-regexp'],
    ['a shell', "import { exec } from 'node:child_process';\nexport const a = (text: string) => exec(text);", 'security/detect-child-process'],
  ])('S20 %s is an error of the lint', async (_title, code, rule) => {
    const [result] = await new ESLint({ cwd: ROOT }).lintText(code, { filePath: join(ROOT, 'src/main.ts') });
    expect(result?.messages.filter(({ ruleId }) => ruleId === rule).length, JSON.stringify(result?.messages.map(({ ruleId, message }) => ruleId ?? message))).toBeGreaterThan(0);
  }, 120_000);
});
