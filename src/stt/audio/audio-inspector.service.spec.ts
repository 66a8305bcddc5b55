import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/harness/recording-logger.js';
import { RECORDINGS } from '../../../test/recordings/folder.js';
import { AudioInspector } from './audio-inspector.service.js';
import { hasFfmpeg } from './ffmpeg.js';
import { toWav } from './wav.js';

const folder = mkdtempSync(join(tmpdir(), 'bemore-inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));

const never = new AbortController().signal;
const inspector = () => new AudioInspector(recordingLogger().logger);
const inspect = (file: string, signal = never) => inspector().inspect(join(RECORDINGS, file), signal);

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const needsFfmpeg = process.env['CI'] === undefined && !(await hasFfmpeg());

describe('AudioInspector', () => {
  it.each([
    ['short.wav', 'audio/wav'],
    ['short.mp3', 'audio/mpeg'],
    ['short.flac', 'audio/flac'],
    ['short.ogg', 'audio/ogg'],
    ['short.webm', 'audio/webm'],
  ])('hears the sentence in %s', async (file, mediaType) => {
    const heard = await inspect(file);
    expect(heard).toMatchObject({ mediaType, isHeard: true });
    expect(heard.durationMs).toBeGreaterThan(2_800);
    expect(heard.durationMs).toBeLessThan(3_050);
    expect(heard.speechMs).toBeGreaterThan(1_800);
    expect(heard.speechMs).toBeLessThanOrEqual(heard.durationMs);
  });

  it.skipIf(needsFfmpeg)('hears the sentence in short.m4a (needs ffmpeg)', async () => {
    const heard = await inspect('short.m4a');
    expect(heard).toMatchObject({ mediaType: 'audio/mp4', isHeard: true });
    expect(heard.durationMs).toBeGreaterThan(2_800);
    expect(heard.speechMs).toBeGreaterThan(1_800);
  });

  it('finds no speech in silence and music', async () => {
    expect(await inspect('silence.wav')).toEqual({ mediaType: 'audio/wav', durationMs: 10_000, speechMs: 0, isHeard: true });
    expect(await inspect('music.wav')).toMatchObject({ durationMs: 10_000, speechMs: 0 });
  });

  it('S17 believes bytes, not what a header says of them', async () => {
    expect(await inspect('hostile-header.wav')).toEqual({ mediaType: 'audio/wav', durationMs: 92, speechMs: 0, isHeard: true });
  });

  it.each(['hostile-empty.wav', 'hostile-truncated.wav', 'hostile-page.wav', 'hostile-archive.mp3'])('S17 refuses %s', async (file) => {
    await expect(inspect(file)).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it.each(['short.mp3', 'short.flac', 'short.ogg', 'short.webm', 'short.m4a', 'short.wav'])('S17 stands %s cut off, garbled and doubled', async (file) => {
    const whole = readFileSync(join(RECORDINGS, file));
    const garbled = Buffer.from(whole);
    for (let at = 200; at < garbled.length; at += 7) garbled[at] = (at * 31) % 256;
    const cases = [whole.subarray(0, 40), whole.subarray(0, whole.length >> 1), garbled, Buffer.concat([whole, whole])];
    for (const [index, bytes] of cases.entries()) {
      const outcome = await inspector()
        .inspect(written(`${String(index)}-${file}`, bytes), never)
        .catch((error: unknown) => error);
      expect(outcome).toSatisfy((value: object) => 'speechMs' in value || ('code' in value && value.code === 'UNSUPPORTED_MEDIA_TYPE'));
    }
  });

  it('refuses what lasts longer than half an hour, however small it is', async () => {
    const long = written('long.wav', toWav(new Int16Array(16_000 * 2)));
    const header = readFileSync(long);
    header.writeUInt32LE(4_000, 24);
    const bytes = Buffer.concat([header.subarray(0, 44), Buffer.alloc(4_000 * 2 * 10)]);
    bytes.writeUInt16LE(8, 34);
    bytes.writeUInt32LE(bytes.length - 44, 40);
    expect((await inspector().inspect(written('slow.wav', bytes), never)).durationMs).toBe(20_000);
    const hours = Buffer.concat([bytes.subarray(0, 44), Buffer.alloc(4_000 * 1_900, 128)]);
    hours.writeUInt32LE(hours.length - 44, 40);
    await expect(inspector().inspect(written('hours.wav', hours), never)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });

  it('ends with its caller', async () => {
    const caller = new AbortController();
    const outcome = inspect('voice-ko.wav', caller.signal);
    caller.abort(new Error('gone'));
    await expect(outcome).rejects.toThrow('gone');
  });

  it('leaves the event loop to others', async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 5);
    await Promise.all(['short.flac', 'voice-en.wav', 'short.mp3'].map((file) => inspect(file)));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });

  it('does not mix up twenty at once', async () => {
    const files = ['short.wav', 'silence.wav', 'short.flac', 'music.wav', 'short.webm'];
    const one = inspector();
    const heard = await Promise.all(Array.from({ length: 20 }, (_, index) => one.inspect(join(RECORDINGS, files[index % 5] ?? ''), never)));
    heard.forEach(({ speechMs }, index) => expect(speechMs > 0).toBe(index % 2 === (index % 10 < 5 ? 0 : 1)));
  });
});
