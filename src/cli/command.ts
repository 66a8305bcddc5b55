import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** What a command gets from its line. */
export interface CommandInput {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

/** Where a command writes; a line each. */
export interface CommandOutput {
  readonly print: (line: string) => void;
  readonly warn: (line: string) => void;
}

export interface Command {
  /** The words that call it, such as `user create`. */
  readonly name: string;
  readonly summary: string;
  /** What follows the name. */
  readonly usage: string;
  readonly options?: ParseArgsOptionsConfig;
  /** The exit code; 0 when it gives none. @throws UsageError */
  run(input: CommandInput, output: CommandOutput): Promise<number | undefined>;
}

/** The line is not one that the command understands. */
export class UsageError extends Error {}

/** The value of an option that must be there. @throws UsageError */
export function required(input: CommandInput, name: string): string {
  const value = input.options[name];
  if (typeof value !== 'string' || value.trim() === '') throw new UsageError(`--${name} is missing`);
  return value.trim();
}

const EXIT_USAGE = 2;

function help(commands: readonly Command[], output: CommandOutput): void {
  const width = Math.max(...commands.map(({ name, usage }) => name.length + usage.length)) + 3;
  output.warn('Usage: npm run cli -- <command>\n');
  for (const { name, usage, summary } of commands) output.warn(`  ${`${name} ${usage}`.padEnd(width)}${summary}`);
}

/** Finds the command whose words begin the line, runs it and gives the exit code. */
export async function runCommand(commands: readonly Command[], line: readonly string[], output: CommandOutput): Promise<number> {
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => line[index] === word));
  if (command === undefined) {
    help(commands, output);
    return EXIT_USAGE;
  }
  try {
    const args = line.slice(command.name.split(' ').length);
    const { values, positionals } = parseArgs({ args, options: command.options ?? {}, allowPositionals: true, strict: true });
    const options = values as Record<string, string | boolean | undefined>;
    return (await command.run({ options, positionals }, output)) ?? 0;
  } catch (error) {
    const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
    if (!isUsage) throw error;
    output.warn(`${error.message}\nUsage: npm run cli -- ${command.name} ${command.usage}`);
    return EXIT_USAGE;
  }
}
