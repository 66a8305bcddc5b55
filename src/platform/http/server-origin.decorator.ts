import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** Where the client reached this server, as the client itself named it, so that its socket goes the same way. */
export const ServerOrigin = createParamDecorator((_data: unknown, execution: ExecutionContext): string => {
  const request = execution.switchToHttp().getRequest<Request>();
  return `${request.protocol}://${request.get('host')?.slice(0, 255) ?? 'localhost'}`;
});
