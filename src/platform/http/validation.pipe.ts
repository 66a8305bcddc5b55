import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { createZodValidationPipe } from 'nestjs-zod';
import { ZodError } from 'zod';
import { describeIssues } from '../../../libs/contracts/validation-messages.js';
import { AppError } from '../errors/app-error.js';
import { currentContext } from './request-context.js';

class Refused extends Error {
  constructor(readonly zodError: ZodError) {
    super('validation failed');
  }
}

const Pipe = createZodValidationPipe({
  strictSchemaDeclaration: true,
  createValidationException: (error: unknown) => (error instanceof ZodError ? new Refused(error) : new Error('not a Zod error', { cause: error })),
});

const ROOTS: Readonly<Record<string, string>> = { body: 'body', query: 'query', param: 'params' };

/** Parses every body, query and parameter with its schema; one without a schema is refused. */
@Injectable()
export class ZodValidationPipe implements PipeTransform {
  private readonly pipe = new Pipe();

  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    if (metadata.type === 'custom') return value;
    try {
      return this.pipe.transform(metadata.type === 'body' ? (value ?? {}) : value, metadata);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const root = ROOTS[metadata.type] ?? metadata.type;
      const details = describeIssues(error.zodError, currentContext()?.language ?? 'ko');
      throw new AppError('VALIDATION_ERROR', {
        details: details.map(({ path, message }) => ({ path: path === '' ? root : `${root}.${path}`, message })),
      });
    }
  }
}
