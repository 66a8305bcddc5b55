import type { CorsOptions } from 'cors';

const DAY_S = 86_400;

/** CORS of contract §1: an allow-list, credentials, and the headers that the single-page app sends and reads. */
export const corsOptions = (origins: readonly string[]): CorsOptions => ({
  origin: [...origins],
  credentials: true,
  maxAge: DAY_S,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'Authorization',
    'Content-Type',
    'Accept-Language',
    'Idempotency-Key',
    'If-None-Match',
    'X-Request-ID',
    'X-Client-Version',
    'X-Device-ID',
    'X-Timestamp',
    'X-CSRF-Token',
  ],
  exposedHeaders: [
    'X-Request-Id',
    'X-Total-Count',
    'RateLimit',
    'RateLimit-Policy',
    'Retry-After',
    'ETag',
    'Access-Control-Allow-Origin',
  ],
});
