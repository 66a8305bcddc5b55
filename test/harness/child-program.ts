import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Lets Node run the sources as they are: a relative import that ends in .js and is not there is the .ts beside it. */
const SOURCES = `
import { registerHooks } from 'node:module';
registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!specifier.startsWith('.') || !specifier.endsWith('.js')) throw error;
      return next(specifier.slice(0, -3) + '.ts', context);
    }
  },
});`;

/** A program in a process of its own, to be killed; it talks in lines. */
export interface ChildProgram {
  process: ChildProcessByStdio<Writable, Readable, null>;
  /** The next line that the program prints. Rejects when it ends first. */
  line: () => Promise<string>;
  /** Every line so far. */
  lines: readonly string[];
  send: (line: string) => void;
  kill: () => Promise<void>;
  ended: Promise<number | null>;
}

export interface ChildOptions {
  uid?: number;
  /** Passed to the program as `process.argv[1…]`. */
  args?: readonly string[];
}

/**
 * Runs JavaScript that may import the repository's TypeScript (no decorators) by absolute URL.
 */
export function runProgram(code: string, { uid, args = [] }: ChildOptions = {}): ChildProgram {
  const child = spawn(
    process.execPath,
    [
      '--no-warnings',
      '--experimental-transform-types',
      '--import',
      `data:text/javascript,${encodeURIComponent(SOURCES)}`,
      '--input-type=module',
      '--eval',
      code,
      '--',
      ...args,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'], ...(uid === undefined ? {} : { uid, gid: uid, cwd: '/' }) },
  );
  const lines: string[] = [];
  let read = 0;
  const ended = once(child, 'close').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
  const reader = createInterface(child.stdout);
  reader.on('line', (text) => lines.push(text));
  return {
    process: child,
    lines,
    ended,
    line: async () => {
      while (lines.length <= read) {
        const isOver = await Promise.race([once(reader, 'line').then(() => false), ended.then(() => true)]);
        if (isOver && lines.length <= read) throw new Error(`the program ended after ${lines.length} lines`);
      }
      read += 1;
      return lines[read - 1] ?? '';
    },
    send: (text) => void child.stdin.write(`${text}\n`),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
