import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseEndpoint } from './connection.js';

const production = { production: true };
const development = { production: false };

describe('parseEndpoint', () => {
  it('reads host, port, user, password and database', () => {
    expect(parseEndpoint(`postgres://us%40er:${encodeURIComponent('p/w')}@db.example:6543/counselling`, development)).toEqual({
      host: 'db.example',
      port: 6543,
      user: 'us@er',
      password: 'p/w',
      database: 'counselling',
      ssl: false,
    });
    expect(parseEndpoint('postgresql://u:p@[::1]/x', development)).toMatchObject({ host: '::1', port: 5432 });
  });

  it.each(['', '?sslmode=require', '?sslmode=verify-ca', '?sslmode=verify-full'])('S33 verifies TLS in production (%s)', (query) => {
    const { ssl } = parseEndpoint(`postgres://u:p@db.example/x${query}`, production);
    expect(ssl).toEqual({ rejectUnauthorized: true, servername: 'db.example' });
  });

  it('S33 compares the certificate with the address when the URL has one', () => {
    expect(parseEndpoint('postgres://u:p@192.0.2.1/x', production).ssl).toEqual({ rejectUnauthorized: true, host: '192.0.2.1' });
  });

  it.each(['disable', 'allow', 'prefer', 'no-verify'])('S33 refuses sslmode=%s in production, and does not repeat the password', (mode) => {
    const password = 'hidden';
    const parse = () => parseEndpoint(`postgres://u:${password}@db.example/x?sslmode=${mode}`, production);
    expect(parse).toThrow(/must be verified/);
    expect(parse).not.toThrow(/hidden/);
  });

  it('needs no TLS to a server on this machine', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      expect(parseEndpoint(`postgres://u:p@${host}/x`, production).ssl).toBe(false);
      expect(parseEndpoint(`postgres://u:p@${host}/x?sslmode=disable`, production).ssl).toBe(false);
    }
    expect(parseEndpoint('postgres://u:p@localhost/x?sslmode=verify-full', production).ssl).toMatchObject({ rejectUnauthorized: true });
  });

  it('does as the URL says outside of production', () => {
    expect(parseEndpoint('postgres://u:p@db.example/x?sslmode=disable', development).ssl).toBe(false);
    expect(parseEndpoint('postgres://u:p@db.example/x?sslmode=no-verify', development).ssl).toMatchObject({ rejectUnauthorized: false });
    expect(parseEndpoint('postgres://u:p@db.example/x?sslmode=require', development).ssl).toMatchObject({ rejectUnauthorized: true });
  });

  it('trusts the authority of the given file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bemore-ca-'));
    await writeFile(join(folder, 'ca.pem'), 'PEM');
    expect(parseEndpoint('postgres://u:p@db.example/x', { production: true, caFile: join(folder, 'ca.pem') }).ssl).toMatchObject({ ca: 'PEM' });
    await rm(folder, { recursive: true });
  });

  it('refuses what is no database URL', () => {
    for (const url of ['', 'db.example', 'mysql://u:p@db.example/x', 'postgres://u:hidden@/x:y:z@']) {
      expect(() => parseEndpoint(url, development)).toThrow(/must look like/);
    }
  });
});
