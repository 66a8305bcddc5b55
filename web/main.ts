import { z } from 'zod';
import { RestClient, SessionSocket } from '../libs/client/index.js';
import type { SessionStartAnswer } from '../libs/contracts/index.js';
import { listen } from './microphone.js';
import { addLine, element } from './page.js';
import { Timeline } from './timeline.js';

// Zod would compile its parsers with `new Function`, which the page's content security policy refuses.
z.config({ jitless: true });

const page = {
  state: element('state', HTMLElement),
  start: element('start', HTMLFormElement),
  session: element('session', HTMLElement),
  notices: element('notices', HTMLElement),
  alert: element('alert', HTMLElement),
  conversation: element('conversation', HTMLElement),
  say: element('say', HTMLFormElement),
  text: element('text', HTMLInputElement),
  microphone: element('microphone', HTMLButtonElement),
  pause: element('pause', HTMLButtonElement),
  end: element('end', HTMLButtonElement),
  report: element('report', HTMLElement),
  observations: element('observations', HTMLElement),
  pdf: element('pdf', HTMLButtonElement),
  error: element('error', HTMLElement),
};
const timeline = new Timeline(element('timeline', HTMLCanvasElement));

function attempt(work: () => Promise<void>): void {
  page.error.textContent = '';
  work().catch((error: unknown) => {
    page.error.textContent = error instanceof Error ? error.message : String(error);
  });
}

page.start.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    const form = new FormData(page.start);
    const language = form.get('language') === 'en' ? 'en' : 'ko';
    const guest = new RestClient({ url: location.origin, language });
    const consents = { microphone: form.has('microphone'), transcript: form.has('transcript'), thirdPartyAi: form.has('thirdPartyAi') };
    const session = await guest.start({ counselorId: 'ai', language, consents });
    await enter(session, guest.withToken(session.guestToken ?? ''));
  });
});

async function enter(session: SessionStartAnswer, rest: RestClient): Promise<void> {
  const { sessionId, realtime, guestToken = '' } = session;
  const socket = new SessionSocket({ realtime: { ...realtime, url: location.origin }, sessionId, token: guestToken });
  for (const { text } of session.notices) addLine(page.notices, text);
  show(socket);
  await socket.connect();
  page.start.hidden = true;
  page.session.hidden = false;
  let stopListening: (() => void) | null = null;
  let isPaused = false;

  page.say.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = page.text.value;
    page.text.value = '';
    attempt(async () => {
      await socket.send('message', { text });
    });
  });
  page.pause.addEventListener('click', () => {
    attempt(async () => {
      await socket.send(isPaused ? 'session:resume' : 'session:pause');
      isPaused = !isPaused;
      page.pause.textContent = isPaused ? '계속 · resume' : '잠시 멈춤 · pause';
    });
  });
  page.microphone.addEventListener('click', () => {
    attempt(async () => {
      if (stopListening === null) {
        stopListening = await listen((ts, pcm) =>
          attempt(async () => {
            await socket.send('voice:audio', { ts, sampleRate: 16_000, pcm });
          }),
        );
        page.microphone.textContent = '마이크 끄기 · microphone off';
      } else {
        stopListening();
        stopListening = null;
        page.microphone.textContent = '마이크 켜기 · microphone on';
      }
    });
  });
  page.end.addEventListener('click', () => {
    attempt(async () => {
      stopListening?.();
      await rest.end(sessionId);
      const summary = await rest.summary(sessionId);
      for (const observation of summary.keyObservations) addLine(page.observations, observation);
      page.session.hidden = true;
      page.report.hidden = false;
      socket.close();
    });
  });
  page.pdf.addEventListener('click', () => {
    attempt(async () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([new Uint8Array(await rest.reportPdf(sessionId))], { type: 'application/pdf' }));
      link.download = 'report.pdf';
      link.click();
    });
  });
}

/** Shows what the server sends; everything is put in as text. */
function show(socket: SessionSocket): void {
  const replies = new Map<string, HTMLLIElement>();
  socket.on('session:state', ({ status }) => {
    page.state.textContent = { active: '상담 중 · active', paused: '멈춤 · paused', ended: '끝남 · ended' }[status];
  });
  socket.on('emotion:update', (point) => timeline.add(point));
  socket.on('transcript:segment', ({ text }) => addLine(page.conversation, `“${text}”`, 'user'));
  socket.on('message:created', ({ role, text }) => {
    if (role === 'user' || role === 'counselor') addLine(page.conversation, text, role);
  });
  socket.on('reply:begin', ({ replyId }) => replies.set(replyId, addLine(page.conversation, '', 'ai')));
  socket.on('reply:chunk', ({ replyId, chunk }) => {
    const line = replies.get(replyId);
    if (line !== undefined) line.textContent += chunk;
  });
  socket.on('reply:error', ({ replyId, error }) => {
    const line = replies.get(replyId);
    if (line !== undefined) line.textContent = error.message;
  });
  socket.on('crisis:alert', ({ resources }) => {
    page.alert.textContent = resources.map(({ name, phone, hours }) => `${name} ${phone} (${hours})`).join('\n');
    page.alert.hidden = false;
  });
}
