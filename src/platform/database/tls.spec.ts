import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import pg from 'pg';
import { Sequelize } from 'sequelize-typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selfSignedCertificate } from '../../../test/harness/certificate.js';
import { parseEndpoint } from './connection.js';
import { readPoolOptions, sequelizeOptions } from './database.options.js';

/** Says yes to TLS, shows a certificate, and counts who goes on to say who he is. */
class Impostor {
  /** First messages that came through TLS: user and database, and after them the password. */
  introductions = 0;
  private readonly sockets: Socket[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async listen(host: string, answer: 'S' | 'N' = 'S'): Promise<{ impostor: Impostor; cert: string }> {
    const { cert, key } = selfSignedCertificate(host);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const impostor = new Impostor(server, (server.address() as AddressInfo).port);
    server.on('connection', (socket) => {
      impostor.sockets.push(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write(answer);
        if (answer === 'N') {
          socket.on('data', () => (impostor.introductions += 1));
          return;
        }
        const secure = new TLSSocket(socket, { isServer: true, cert, key });
        secure.on('error', () => undefined);
        secure.once('data', () => {
          impostor.introductions += 1;
          secure.destroy();
        });
      });
    });
    return { impostor, cert };
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

interface Attempt {
  certHost?: string;
  trusted?: boolean;
  answer?: 'S' | 'N';
}

describe('TLS to the database', () => {
  let folder: string;
  let open: Impostor[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bemore-tls-'));
    open = [];
  });
  afterEach(async () => {
    for (const impostor of open) impostor.close();
    await rm(folder, { recursive: true });
  });

  async function attempt(mode: string, { certHost = 'localhost', trusted = false, answer = 'S' }: Attempt = {}) {
    const { impostor, cert } = await Impostor.listen(certHost, answer);
    open.push(impostor);
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, cert);
    const url = new URL(`postgres://localhost:${impostor.port}/bemore?sslmode=${mode}`);
    url.username = 'app';
    url.password = 'hidden';
    const endpoint = parseEndpoint(url.href, { production: true, ...(trusted ? { caFile } : {}) });
    const limits = { poolMax: 1, statementTimeoutMs: 1_000 };
    const sequelize = new Sequelize(sequelizeOptions(endpoint, limits));
    const pool = new pg.Pool(readPoolOptions(endpoint, limits));
    const failures = await Promise.all([sequelize.query('SELECT 1'), pool.query('SELECT 1')].map((run) => run.then(() => '', (error: unknown) => String(error))));
    await Promise.all([sequelize.close(), pool.end()]);
    return { introductions: impostor.introductions, failures };
  }

  it.each(['require', 'verify-ca', 'verify-full'])('S33 tells nothing to a server with a certificate of its own making (%s)', async (mode) => {
    const { introductions, failures } = await attempt(mode);
    expect(introductions).toBe(0);
    for (const failure of failures) expect(failure).toMatch(/self-signed certificate/);
  });

  it('S33 tells nothing to a server with a trusted certificate for another name', async () => {
    const { introductions, failures } = await attempt('require', { certHost: 'other.example', trusted: true });
    expect(introductions).toBe(0);
    for (const failure of failures) expect(failure).toMatch(/does not match certificate/);
  });

  it('S33 tells nothing to a server without TLS', async () => {
    const { introductions, failures } = await attempt('require', { answer: 'N' });
    expect(introductions).toBe(0);
    for (const failure of failures) expect(failure).toMatch(/does not support SSL/);
  });

  it('goes on with a certificate of the given authority and the right name', async () => {
    const { introductions } = await attempt('require', { trusted: true });
    expect(introductions).toBeGreaterThanOrEqual(2);
  });
});
