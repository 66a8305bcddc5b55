import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

/** Nest's own messages, as lines of ours. They name modules and classes, never a person. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.logger.debug({ context: asText(context) }, asText(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.logger.warn({ context: asText(context) }, asText(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    if (message instanceof Error) this.logger.error({ err: message }, 'the framework reported an error');
    else this.logger.error({ context: asText(rest.at(-1)) }, asText(message));
  }
}

const asText = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : typeof value);
