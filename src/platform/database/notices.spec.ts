import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask } from '../../../test/harness/embedded-server.js';
import { recordingLogger } from '../../../test/harness/recording-logger.js';
import { TcpProxy } from '../../../test/harness/tcp-proxy.js';
import { openTestDatabase, type OpenTestDatabase } from '../../../test/harness/test-database.js';
import { parseEndpoint } from './connection.js';
import { Notices } from './notices.js';

declare module './notices.js' {
  interface NoticeMap {
    'test.said': { word: string };
  }
}

describe('notices between instances', () => {
  let database: OpenTestDatabase;
  const opened: Notices[] = [];

  async function instance(url = database.url): Promise<{ notices: Notices; heard: string[] }> {
    const notices = new Notices(parseEndpoint(url, { production: false }), database.db, recordingLogger().logger);
    const heard: string[] = [];
    notices.on('test.said', ({ word }) => void heard.push(word));
    await notices.open();
    opened.push(notices);
    return { notices, heard };
  }

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await Promise.all(opened.map((notices) => notices.close()));
    await database.close();
  });

  it('S4 reach every other instance and not the one that speaks', async () => {
    const [one, two, three] = [await instance(), await instance(), await instance()];
    await one.notices.publish('test.said', { word: 'once' });
    await vi.waitFor(() => expect([two.heard, three.heard]).toEqual([['once'], ['once']]));
    expect(one.heard).toEqual([]);
  });

  it('of a transaction arrive when it is committed, and never when it is rolled back', async () => {
    const [one, two] = [await instance(), await instance()];
    const rolledBack = database.transactions.run(async (tx) => {
      await one.notices.publish('test.said', { word: 'taken back' }, tx);
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    await database.transactions.run(async (tx) => {
      await one.notices.publish('test.said', { word: 'kept' }, tx);
      expect(two.heard).toEqual([]);
    });
    await vi.waitFor(() => expect(two.heard).toEqual(['kept']));
  });

  it('that are none of ours harm nobody, nor does a handler that fails', async () => {
    const [one, two] = [await instance(), await instance()];
    two.notices.on('test.said', () => {
      throw new Error('a handler failed');
    });
    for (const payload of ['', 'x', '[]', 'null', '{"topic":"test.said"}', '{"from":1,"topic":2,"data":3}'])
      await ask(database.url, `SELECT pg_notify('bemore_notices', '${payload}')`);
    await one.notices.publish('test.said', { word: 'after' });
    await vi.waitFor(() => expect(two.heard).toEqual(['after']));
    expect(two.notices.isLive).toBe(true);
  });

  it('that are too long are refused and not cut', async () => {
    const { notices } = await instance();
    await expect(notices.publish('test.said', { word: 'x'.repeat(8_000) })).rejects.toThrow('too long');
  });

  it('S4 says when they do not arrive, listens again by itself, and tells that some were lost', async () => {
    const proxy = await TcpProxy.to(database.url);
    const url = new URL(database.url);
    url.port = String(proxy.port);
    const [one, behind] = [await instance(), await instance(url.href)];
    const restored = vi.fn();
    behind.notices.onRestored(restored);
    expect(behind.notices.isLive).toBe(true);
    proxy.cut();
    await vi.waitFor(() => expect(behind.notices.isLive).toBe(false));
    await one.notices.publish('test.said', { word: 'lost' });
    expect(restored).not.toHaveBeenCalled();
    proxy.mend();
    await vi.waitFor(() => expect(behind.notices.isLive).toBe(true), 5_000);
    expect(restored).toHaveBeenCalledTimes(1);
    await one.notices.publish('test.said', { word: 'heard' });
    await vi.waitFor(() => expect(behind.heard).toEqual(['heard']));
    await behind.notices.close();
    await proxy.close();
  });

  it('S4 notices a line that is dead without being closed', async () => {
    const proxy = await TcpProxy.to(database.url);
    const url = new URL(database.url);
    url.port = String(proxy.port);
    const { notices } = await instance(url.href);
    proxy.stall();
    await vi.waitFor(() => expect(notices.isLive).toBe(false), { timeout: 8_000, interval: 50 });
    proxy.mend();
    await vi.waitFor(() => expect(notices.isLive).toBe(true), { timeout: 8_000, interval: 50 });
    await notices.close();
    await proxy.close();
  });
});
