import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

/** One PostgreSQL server and user, as `pg` and Sequelize both take it. */
export interface Endpoint {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  /** false: no TLS. `rejectUnauthorized` is true in production whatever the URL says. */
  ssl: false | { rejectUnauthorized: boolean; servername?: string; host?: string; ca?: string };
}

export interface TlsPolicy {
  production: boolean;
  /** PEM file of the authority that signed the server's certificate; unset: the system's authorities. */
  caFile?: string;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);
const UNVERIFIED = new Set(['disable', 'allow', 'prefer', 'no-verify']);

/**
 * Reads a `postgres://user:password@host:port/database?sslmode=…` URL.
 * In production TLS is used and verified unless the server is on this machine. Elsewhere it is used when the URL asks for it
 * (`require`, `verify-ca`, `verify-full`: verified; `no-verify`: not).
 * @throws Error without the URL in its text, when it is no such URL or asks for unverified TLS in production.
 */
export function parseEndpoint(url: string, { production, caFile }: TlsPolicy): Endpoint {
  const parsed = URL.parse(url);
  if (parsed === null || !['postgres:', 'postgresql:'].includes(parsed.protocol)) {
    throw new Error('A database URL must look like postgres://user:password@host:5432/database.');
  }
  const host = parsed.hostname.replace(/^\[|\]$/g, '') || 'localhost';
  const mode = parsed.searchParams.get('sslmode') ?? '';
  const isLocal = LOOPBACK.has(host);
  if (production && !isLocal && UNVERIFIED.has(mode)) {
    throw new Error(`sslmode=${mode} is refused in production: TLS to the database must be verified.`);
  }
  const wantsTls = mode === '' ? production && !isLocal : !['disable', 'allow', 'prefer'].includes(mode);
  return {
    host,
    port: Number(parsed.port || 5432),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database: decodeURIComponent(parsed.pathname.slice(1)) || 'bemore',
    ssl: wantsTls && {
      rejectUnauthorized: mode !== 'no-verify',
      // The name that the certificate must bear; an address is no server name (RFC 6066) and is compared as host.
      ...(isIP(host) === 0 ? { servername: host } : { host }),
      ...(caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') }),
    },
  };
}
