import { ConfigError } from '../platform/config/app-config.js';
import { runCommand } from './command.js';
import { COMMANDS } from './commands.js';

const output = {
  print: (line: string) => void process.stdout.write(`${line}\n`),
  warn: (line: string) => void process.stderr.write(`${line}\n`),
};

try {
  process.exitCode = await runCommand(COMMANDS, process.argv.slice(2), output);
} catch (error) {
  output.warn(error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 1;
}
