import { benchmarks } from './benchmarks.js';

/** `npm run bench` runs all, `npm run bench -- name …` some; exits with 1 when a figure is not what it should be. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) throw new Error(`no benchmark ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}`);
  for (const { name, method, run } of benchmarks) {
    if (names.length > 0 && !names.includes(name)) continue;
    process.stdout.write(`\n${name}\n  ${method}\n`);
    for (const { figure, value, wanted, isMet } of await run()) {
      const verdict = isMet === undefined ? '' : isMet ? 'met' : 'NOT MET';
      process.stdout.write(`  ${figure.padEnd(58)} ${value.padStart(14)}  ${(wanted ?? '').padEnd(12)} ${verdict}\n`);
      if (isMet === false) process.exitCode = 1;
    }
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
