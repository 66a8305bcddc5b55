import { join } from 'node:path';
import { pino, type DestinationStream, type Logger as PinoLogger, type LevelWithSilent } from 'pino';
import { stackFrames } from '../errors/stack-frames.js';
import { currentContext } from '../http/request-context.js';
import { redact } from './redaction.js';

/** The process's logger: JSON lines. Messages are constant texts; values go into fields, personal ones nowhere. */
export abstract class Logger {
  abstract trace(fields: object, message: string): void;
  abstract debug(fields: object, message: string): void;
  abstract info(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
  abstract fatal(fields: object, message: string): void;
}

export interface LoggerOptions {
  level: LevelWithSilent;
  /** Also write rotating files into `<dataDir>/logs`, all lines and errors apart. */
  files: boolean;
  dataDir: string;
  keepDays: number;
  /** Instead of stdout and files. */
  destination?: DestinationStream | undefined;
}

const STDOUT = 1;
const FULL_BYTES = 32_768;
const FLUSH_MS = 100;

/** Written when 32 KiB are there, or after 100 ms, and when the process ends, even by an error: a write for each line costs more than making it. */
export function logDestination(dest: string | number): DestinationStream {
  const stream = pino.destination({ dest, sync: false, minLength: FULL_BYTES, maxWrite: 2 * FULL_BYTES, periodicFlush: FLUSH_MS, contentMode: 'buffer' });
  // As strings it measures all that waits at every line. Its types know strings alone.
  const bytes = stream as unknown as { write(line: Buffer): boolean };
  return { write: (line) => void bytes.write(Buffer.from(line)) };
}

const NOTHING = Object.freeze({});

export function createLogger(options: LoggerOptions): PinoLogger {
  const base = {
    level: options.level,
    base: null,
    timestamp: timeField,
    formatters: { level: (label: string) => ({ level: label }), log: redact },
    serializers: { err: describeError },
    mixin: (fields: object) => ('requestId' in fields ? NOTHING : (currentContext() ?? NOTHING)),
    mixinMergeStrategy: (fields: object, context: { requestId?: string }) => (context.requestId === undefined ? fields : { requestId: context.requestId, ...fields }),
  };
  if (options.destination !== undefined) return pino(base, options.destination);
  if (!options.files) return pino(base, logDestination(STDOUT));
  const rollOptions = (name: string) => ({
    file: join(options.dataDir, 'logs', name),
    frequency: 'daily',
    dateFormat: 'yyyy-MM-dd',
    mkdir: true,
    limit: { count: options.keepDays, removeOtherLogFiles: true },
  });
  const level = options.level === 'silent' ? 'fatal' : options.level;
  const roll = (name: string): DestinationStream => pino.transport({ target: 'pino-roll', options: rollOptions(name) });
  const streams = [
    { level, stream: logDestination(STDOUT) },
    { level, stream: roll('all') },
    { level: 'error' as const, stream: roll('errors') },
  ];
  // Not `transport.targets`: it would write levels as numbers.
  return pino(base, pino.multistream(streams));
}

/** The time of a line, ISO 8601. Lines of the same millisecond share the text. */
const timeField = (() => {
  let at = 0;
  let field = '';
  return (): string => {
    const now = Date.now();
    if (now !== at) {
      at = now;
      field = `,"time":"${new Date(now).toISOString()}"`;
    }
    return field;
  };
})();

const MAX_CAUSES = 5;
const MAX_MESSAGE = 300;

/** A message without what it may quote of a person: quoted values, addresses, long numbers. */
export const scrub = (message: string) =>
  message
    .slice(0, MAX_MESSAGE)
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '…')
    .replace(/[^\s@]{1,64}@[^\s@]{1,255}/g, '…')
    .replace(/\d{6,}/g, '…');

/** An error as log fields: its type, its scrubbed message, the frames of its stack, its causes. */
export function describeError(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code.slice(0, 64) : undefined;
  const cause = error.cause === undefined || depth >= MAX_CAUSES ? undefined : describeError(error.cause, depth + 1);
  return { type: error.name.slice(0, 64), code, message: scrub(error.message), stack: stackFrames(error).join('\n'), cause };
}
