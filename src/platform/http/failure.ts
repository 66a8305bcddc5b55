import { HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ERROR_CATALOGUE, type ErrorCode } from '../../../libs/contracts/errors.js';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { AppError } from '../errors/app-error.js';
import { type Language, contextOf } from './request-context.js';

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'VALIDATION_ERROR',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  503: 'SERVICE_UNAVAILABLE',
};

/** What a client may know of anything that was thrown. Only our own errors speak for themselves. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HttpException) return new AppError(BY_STATUS[error.getStatus()] ?? 'INTERNAL_ERROR', { cause: error });
  if (error instanceof URIError) return new AppError('VALIDATION_ERROR', { cause: error, details: [{ path: 'url', message: 'encoding' }] });
  if (isDatabaseUnavailable(error)) return new AppError('SERVICE_UNAVAILABLE', { cause: error, retryAfterMs: 2_000 });
  return new AppError('INTERNAL_ERROR', { cause: error });
}

/** The failure envelope of contract §1, as a value. */
export function failureBody(error: AppError, requestId: string, language: Language) {
  const details = error.code === 'VALIDATION_ERROR' ? { details: error.details ?? [] } : {};
  return { success: false, error: { code: error.code, message: ERROR_CATALOGUE[error.code][language], requestId, ...details } };
}

/** Answers a request with a failure, whatever has been set on the answer so far. */
export function answerFailure(request: Request, response: Response, error: AppError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { requestId, language } = contextOf(request);
  if (error.retryAfterMs !== undefined) response.setHeader('Retry-After', String(Math.max(1, Math.ceil(error.retryAfterMs / 1_000))));
  for (const header of ['ETag', 'Content-Disposition', 'Content-Length', 'X-Total-Count']) response.removeHeader(header);
  response.setHeader('Content-Language', language);
  response.status(ERROR_CATALOGUE[error.code].status).json(failureBody(error, requestId, language));
}
