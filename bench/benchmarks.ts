import { loginStorm } from './accounts/login-storm.js';
import { tokenCheck } from './accounts/token-check.js';
import type { Benchmark } from './benchmark.js';
import { detection } from './conversation/detection.js';
import { firstChunk } from './conversation/first-chunk.js';
import { manySessions } from './dashboard/many-sessions.js';
import { costOfWatching } from './oversight/cost-of-watching.js';
import { millionKeys } from './oversight/million-keys.js';
import { soak } from './oversight/soak.js';
import { pdfOfAnHour } from './report/pdf-of-an-hour.js';
import { endOfSession } from './session/end-of-session.js';
import { landmarkEvents } from './session/landmark-events.js';
import { manySockets } from './session/many-sockets.js';
import { readSession } from './session/read-session.js';
import { liveAudio } from './stt/live-audio.js';

/** Every benchmark, in the order in which `npm run bench` runs them. */
export const benchmarks: readonly Benchmark[] = [
  readSession,
  landmarkEvents,
  manySockets,
  endOfSession,
  loginStorm,
  tokenCheck,
  detection,
  firstChunk,
  manySessions,
  pdfOfAnHour,
  liveAudio,
  costOfWatching,
  millionKeys,
  soak,
];
