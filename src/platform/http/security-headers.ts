import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

const HSTS_SECONDS = 63_072_000;
const PERMISSIONS_POLICY =
  'accelerometer=(), camera=(self), display-capture=(), geolocation=(), gyroscope=(), microphone=(self), payment=(), usb=()';

/** Pages that the server itself shows, and what they need beyond the closed policy of the API. */
const PAGES: readonly { prefix: string; directives: Record<string, string[]> }[] = [
  {
    prefix: '/docs',
    directives: {
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      fontSrc: ["'self'", 'data:'],
    },
  },
  {
    prefix: '/console',
    directives: {
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      mediaSrc: ["'self'", 'blob:'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
    },
  },
];

/** The headers of contract §1 for every answer; only `/docs` and `/console` may load anything at all. */
export function securityHeaders(isProduction: boolean): RequestHandler {
  const build = (directives: Record<string, string[]>) =>
    headersOf(helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"], ...directives },
      },
      frameguard: { action: 'deny' },
      referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
      strictTransportSecurity: isProduction ? { maxAge: HSTS_SECONDS, includeSubDomains: true } : false,
      crossOriginResourcePolicy: { policy: 'same-site' },
    }));
  const closed = build({});
  const pages = PAGES.map(({ prefix, directives }) => ({ prefix, headers: build(directives) }));
  return (request: Request, response: Response, next: NextFunction): void => {
    const page = pages.find(({ prefix }) => request.path === prefix || request.path.startsWith(`${prefix}/`));
    for (const [name, value] of page?.headers ?? closed) response.setHeader(name, value);
    next();
  };
}

/** What helmet sets, asked once: with these options it is the same for every request. */
function headersOf(middleware: ReturnType<typeof helmet>): readonly (readonly [name: string, value: string])[] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  middleware(request, response, (error?: unknown) => {
    if (error !== undefined) throw new Error('the security headers cannot be made', { cause: error });
  });
  const headers = Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)] as const);
  return [...headers, ['permissions-policy', PERMISSIONS_POLICY]];
}
