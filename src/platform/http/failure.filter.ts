import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Failures } from './failures.js';

/** Catches everything. Nest's own filter would send any thrown object that has a status and a message. */
@Catch()
@Injectable()
export class FailureFilter implements ExceptionFilter {
  constructor(private readonly failures: Failures) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.failures.answer(http.getRequest<Request>(), http.getResponse<Response>(), error);
  }
}
