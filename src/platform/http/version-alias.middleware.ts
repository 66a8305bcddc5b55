import type { NextFunction, Request, Response } from 'express';

const NEWEST_STABLE = 'v1';
const UNVERSIONED = /^\/api\/(?!v\d{1,3}(?:\/|$|\?))/;

/** `/api/<route>` is `/api/v1/<route>`. */
export function versionAliasMiddleware(request: Request, _response: Response, next: NextFunction): void {
  if (UNVERSIONED.test(request.url)) request.url = `/api/${NEWEST_STABLE}/${request.url.slice('/api/'.length)}`;
  next();
}
