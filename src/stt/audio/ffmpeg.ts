import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { VOICE_SAMPLE_RATE } from '../../../libs/contracts/realtime.js';
import type { PcmPiece } from './pcm.js';

/** CPU seconds, kB of address space, and no file may be written; what a system does not know it passes over. */
const LIMITS = 'ulimit -t 20 2>/dev/null; ulimit -v 1500000 2>/dev/null; ulimit -f 0 2>/dev/null; ulimit -c 0 2>/dev/null; exec "$0" "$@"';
/** Only where programs are: the child gets nothing else of our environment. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin' };

const startLimited = (args: readonly string[], signal?: AbortSignal) =>
  spawn('/bin/sh', ['-c', LIMITS, 'ffmpeg', ...args], {
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'ignore'],
    killSignal: 'SIGKILL',
    ...(signal === undefined ? {} : { signal }),
  });

/** Whether ffmpeg can be run here. */
export async function hasFfmpeg(): Promise<boolean> {
  try {
    const child = startLimited(['-version'], AbortSignal.timeout(5_000));
    child.stdout.resume();
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0;
  } catch {
    return false;
  }
}

/** Decodes a file with ffmpeg, as `demuxer` and nothing else: no other format is guessed, nothing else is opened, no network is there for it. */
export async function* ffmpegPcm(path: string, demuxer: 'mov' | 'matroska', maxSeconds: number, signal: AbortSignal): AsyncGenerator<PcmPiece, void, undefined> {
  const input = ['-nostdin', '-hide_banner', '-loglevel', 'quiet', '-protocol_whitelist', 'file,pipe', '-threads', '1', '-max_alloc', '67108864'];
  const output = ['-map', '0:a:0', '-vn', '-sn', '-dn', '-t', String(maxSeconds), '-ac', '1', '-ar', String(VOICE_SAMPLE_RATE), '-f', 's16le', 'pipe:1'];
  const child = startLimited([...input, '-f', demuxer, '-i', `file:${path}`, ...output], signal);
  // An abort is told by the signal.
  child.on('error', () => undefined);
  try {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const count = bytes.length >> 1;
      rest = bytes.subarray(count * 2);
      yield { sampleRate: VOICE_SAMPLE_RATE, channels: [Float32Array.from({ length: count }, (_, index) => bytes.readInt16LE(index * 2) / 32_768)] };
    }
    signal.throwIfAborted();
  } finally {
    child.kill('SIGKILL');
  }
}
