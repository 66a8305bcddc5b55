import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from '../benchmark.js';
import { type Counted, EACH, KEYS } from './million-keys-process.js';

const MEBIBYTE = 1_048_576;
const PROGRAM = fileURLToPath(new URL('./million-keys-process.js', import.meta.url));

export const millionKeys: Benchmark = {
  name: 'million-keys',
  method:
    `${KEYS.toLocaleString('en')} distinct callers take ${EACH} times each from the limiter that counts in memory; then as many others. What it holds is one table of fixed size. ` +
    'In a process of its own, after a collection, without the free room of its heap.',
  run: async () => {
    const child = fork(PROGRAM, { execArgv: ['--expose-gc'] });
    const [{ table, first, second, takeUs }] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('the process ended'))),
    ])) as [Counted];
    return [
      { figure: 'cap of the table, MiB', value: (table / MEBIBYTE).toFixed(0) },
      { figure: 'resident memory for the first million, MiB', value: (first / MEBIBYTE).toFixed(0), wanted: '≤ cap + 32', isMet: first <= table + 32 * MEBIBYTE },
      { figure: 'resident memory for the second million, MiB', value: (second / MEBIBYTE).toFixed(0), wanted: '≤ 16', isMet: second <= 16 * MEBIBYTE },
      { figure: 'time of one take, µs', value: takeUs.toFixed(2) },
    ];
  },
};
