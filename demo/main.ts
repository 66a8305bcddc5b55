import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { RestClient, SessionSocket } from '../libs/client/index.js';
import { play } from './play.js';
import { readRecording } from './recording.js';
import { findServer } from './server.js';
import { say, showHeader, showPoint, showSpeech } from './terminal.js';

const DEFAULT_URL = 'http://localhost:3000';

const { values } = parseArgs({ options: { url: { type: 'string' }, out: { type: 'string', default: 'demo-report' } } });

async function main(): Promise<void> {
  const server = await findServer(values.url ?? DEFAULT_URL, values.url !== undefined);
  try {
    await run(server.url, resolve(values.out));
  } finally {
    await server.close();
  }
}

async function run(url: string, out: string): Promise<void> {
  say(`\nA recorded session — a real face, a synthetic Korean voice and its words — at ${url}`);
  const guest = new RestClient({ url, language: 'ko' });
  const consents = { camera: true, microphone: true, transcript: true };
  const session = await guest.start({ counselorId: 'ai', language: 'ko', consents });
  const token = session.guestToken ?? '';
  const rest = guest.withToken(token);
  for (const { text } of session.notices) say(`  ${text}`);

  const startedAt = Math.ceil(Date.parse(session.startedAt) / 1_000) * 1_000;
  const socket = new SessionSocket({ realtime: session.realtime, sessionId: session.sessionId, token });
  showHeader();
  socket.on('emotion:update', (point) => showPoint(point, startedAt));
  socket.on('transcript:segment', (segment) => showSpeech(segment, startedAt));
  socket.on('insight:new', ({ distortion, span }) => say(`         생각의 함정: ${distortion} — “${span.text}”`));
  socket.on('crisis:alert', ({ level, resources }) => say(`         위기 신호 (${level}): ${resources.map(({ name, phone }) => `${name} ${phone}`).join(', ')}`));
  await socket.connect();
  const events = await play(readRecording(), socket, startedAt);

  const said = '오늘은 잠 이야기를 하고 싶어요.';
  const { reply } = await rest.say(session.sessionId, said);
  say(`\n  나   ${said}`);
  if (reply !== null) say(`  AI  ${reply.text.replaceAll('\n', '\n      ')}`);

  const ended = await rest.end(session.sessionId);
  socket.close();
  const { counts } = await rest.session(session.sessionId);
  say(`\n  ${events} events acknowledged; ${counts.frames} frames, ${counts.voiceEvents} voice events, ${counts.transcripts} utterances, ${counts.emotions} seconds of timeline`);
  await leaveReport(rest, session.sessionId, out);
  const { dominantEmotion, coverageRatio, mean } = ended.emotionSummary;
  say(`  mostly ${dominantEmotion ?? 'not readable'}, valence ${mean.valence?.toFixed(2) ?? '–'}, arousal ${mean.arousal?.toFixed(2) ?? '–'}, readable in ${Math.round(coverageRatio * 100)} % of the time`);
}

async function leaveReport(rest: RestClient, sessionId: string, out: string): Promise<void> {
  const [report, summary, pdf] = await Promise.all([rest.report(sessionId), rest.summary(sessionId), rest.reportPdf(sessionId)]);
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(join(out, 'report.pdf'), pdf);
  for (const observation of summary.keyObservations) say(`  · ${observation}`);
  say(`\n  The report: ${join(out, 'report.json')} and ${join(out, 'report.pdf')}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
