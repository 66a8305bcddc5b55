import type { Request } from 'express';

/** The route's pattern, never its path: a path carries ids. */
export function routeOf(request: Request): string {
  const route: unknown = request.route;
  const isNamed = typeof route === 'object' && route !== null && 'path' in route && typeof route.path === 'string';
  return isNamed ? `${request.method} ${String(route.path)}` : `${request.method} (none)`;
}
