import type { Report } from '../../../libs/contracts/report.js';
import type { Language } from '../../../libs/contracts/primitives.js';
import { percent } from '../content/words.js';

const KO = {
  title: '상담 세션 보고서',
  product: 'BeMore',
  started: '시작한 때',
  duration: '상담한 시간',
  paused: '쉬었던 시간',
  counselor: '상담사',
  counselors: { ai: 'AI 상담사', human: '상담사(사람)' },
  generated: '보고서를 만든 때',
  inShort: '한눈에 보기',
  aboutSession: '상담에 대하여',
  trust: '얼마나 읽을 수 있었나',
  trustWords: [
    '읽은 비율은 상담한 시간 가운데 신호를 읽을 수 있었던 초의 비율이고, 확신도는 읽은 값이 얼마나 분명했는지를 나타냅니다(100%가 가장 분명함).',
    '읽지 못한 시간은 ‘중립’으로 세지 않고 비워 두었습니다.',
  ],
  coverage: { overall: '전체에서 읽은 비율', face: '얼굴', voice: '목소리', text: '말과 글', confidence: '평균 확신도' },
  course: '시간의 흐름',
  courseWords: '정서가는 불편함(−1)에서 편안함(+1), 각성은 차분함(−1)에서 활발함(+1)까지입니다. 끊긴 곳은 읽지 못한 때입니다.',
  valence: '정서가',
  arousal: '각성',
  minutes: '분',
  noTimeline: '읽을 수 있는 신호가 없어 그릴 것이 없습니다.',
  lanes: '읽힌 감정 신호',
  mix: '감정 신호의 비율',
  emotion: '신호',
  share: '비율',
  moments: '다시 볼 만한 순간',
  time: '시각',
  moment: '내용',
  noMoments: '두드러진 순간이 없었습니다.',
  voice: '목소리',
  noVoice: '목소리 신호가 없었습니다.',
  metric: '측정',
  value: '값',
  talkChart: '말한 비율',
  metrics: {
    speech: '말한 시간', silence: '조용한 시간', talkRatio: '말한 비율', turns: '말한 차례', meanTurn: '한 번에 말한 길이(평균)',
    pauses: '쉼의 수', meanPause: '쉼의 길이(평균)', longestPause: '가장 긴 쉼', pitch: '목소리 높이(평균)', pitchVariation: '높이의 변화',
    levelVariation: '크기의 변화',
  },
  units: { turns: '번', pauses: '번', semitones: '반음', seconds: '초' },
  findings: '생각 살펴보기',
  findingsWords: '말과 글에서 보인 생각의 모습입니다. 옳고 그름이 아니라, 다르게 볼 여지가 있는지 살펴보는 자리입니다.',
  noFindings: '다시 살펴볼 만한 생각의 모습은 찾지 못했습니다.',
  moreFindings: (count: number) => `이 밖에 ${count}개가 더 있습니다. 앱에서 볼 수 있습니다.`,
  severity: { low: '약함', medium: '보통', high: '뚜렷함' },
  difficulty: { easy: '쉬움', medium: '보통', hard: '조금 어려움' },
  examples: '이런 말이 있었어요',
  questions: '스스로 물어보기',
  tasks: '해 볼 수 있는 것',
  done: '했어요',
  conversation: '대화와 안전',
  messages: '주고받은 글',
  byPerson: '내가 쓴 글',
  byCounselor: '상담사가 쓴 글',
  byAi: 'AI가 쓴 글',
  transcripts: '글로 옮긴 말',
  alerts: '안전을 살핀 알림',
  help: '지금 힘들다면 혼자 있지 마세요. 자살예방 상담전화 109(24시간), 정신건강 상담전화 1577-0199, 청소년 상담전화 1388, 위급할 때 119.',
  noteTitle: '이 보고서는',
  page: (page: number, pages: number) => `${page} / ${pages}`,
  figureTimeline: (from: string, to: string) => `정서가와 각성의 꺾은선 그래프, ${from}부터 ${to}까지.`,
  figureLanes: '각 감정 신호가 읽힌 때를 줄로 나타낸 그림.',
  figureMix: '감정 신호 비율의 막대그래프. 값은 아래 표에 있습니다.',
  figureVoice: '시간에 따른 말한 비율의 막대그래프.',
};

type Texts = typeof KO;

const EN: Texts = {
  title: 'Session report',
  product: 'BeMore',
  started: 'Started',
  duration: 'Duration',
  paused: 'Paused',
  counselor: 'Counselor',
  counselors: { ai: 'AI counselor', human: 'Counselor (human)' },
  generated: 'Report made',
  inShort: 'In short',
  aboutSession: 'About the session',
  trust: 'How much could be read',
  trustWords: [
    'Coverage is the share of the session’s seconds in which something could be read; confidence says how clear it was (100% is clearest).',
    'Time that could not be read is left empty; it does not count as neutral.',
  ],
  coverage: { overall: 'Coverage overall', face: 'Face', voice: 'Voice', text: 'Words', confidence: 'Mean confidence' },
  course: 'Over time',
  courseWords: 'Valence runs from unpleasant (−1) to pleasant (+1), arousal from calm (−1) to lively (+1). Gaps are times that could not be read.',
  valence: 'Valence',
  arousal: 'Arousal',
  minutes: 'min',
  noTimeline: 'There was nothing to read, so there is nothing to draw.',
  lanes: 'Signals that were read',
  mix: 'Mix of signals',
  emotion: 'Signal',
  share: 'Share',
  moments: 'Moments worth another look',
  time: 'Time',
  moment: 'What',
  noMoments: 'No moment stood out.',
  voice: 'Voice',
  noVoice: 'There was no voice signal.',
  metric: 'Measure',
  value: 'Value',
  talkChart: 'Share of speech',
  metrics: {
    speech: 'Time speaking', silence: 'Time silent', talkRatio: 'Share of speech', turns: 'Turns', meanTurn: 'Length of a turn (mean)',
    pauses: 'Pauses', meanPause: 'Length of a pause (mean)', longestPause: 'Longest pause', pitch: 'Pitch (mean)',
    pitchVariation: 'Variation of pitch', levelVariation: 'Variation of level',
  },
  units: { turns: '', pauses: '', semitones: 'semitones', seconds: 's' },
  findings: 'A look at thoughts',
  findingsWords: 'Patterns in what was said and written. They are neither right nor wrong: the question is whether there is another way to see it.',
  noFindings: 'No thought stood out as worth another look.',
  moreFindings: (count: number) => `${count} more can be seen in the app.`,
  severity: { low: 'faint', medium: 'moderate', high: 'clear' },
  difficulty: { easy: 'easy', medium: 'medium', hard: 'a little harder' },
  examples: 'What was said',
  questions: 'To ask oneself',
  tasks: 'To try',
  done: 'Done',
  conversation: 'Conversation and safety',
  messages: 'Messages',
  byPerson: 'Mine',
  byCounselor: 'The counselor’s',
  byAi: 'The AI’s',
  transcripts: 'Stretches of speech as text',
  alerts: 'Safety alerts',
  help: 'If it is hard right now, please do not stay alone with it. Korea: 109 (24 hours), 1577-0199, 1388 for young people, 119 in an emergency.',
  noteTitle: 'What this report is',
  page: (page, pages) => `${page} / ${pages}`,
  figureTimeline: (from, to) => `Line chart of valence and arousal from ${from} to ${to}.`,
  figureLanes: 'When each signal was read, one row for each.',
  figureMix: 'Bar chart of the mix of signals. The values are in the table below.',
  figureVoice: 'Bar chart of the share of speech over time.',
};

export const textsOf = (language: Language): Texts => (language === 'ko' ? KO : EN);

/** Where times of day are shown, until a person's own zone is known. */
const ZONES: Readonly<Record<Language, string>> = { ko: 'Asia/Seoul', en: 'UTC' };

export function instantWords(iso: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: ZONES[language] });
  return `${format.format(new Date(iso))} (${ZONES[language]})`;
}

/** Hours, minutes and seconds, without leading zeros of hours: `1:02:03` or `2:03`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, String(seconds % 60).padStart(2, '0')];
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

type Row = readonly [string, string];

/** Names and values of the voice, each with its unit. */
export function voiceRows({ metrics }: Report['voice'], language: Language): Row[] {
  if (metrics === null) return [];
  const { metrics: names, units } = textsOf(language);
  const seconds = (ms: number | null) => (ms === null ? '–' : `${(ms / 1_000).toFixed(1)} ${units.seconds}`);
  const number = (value: number | null, digits: number, unit: string) => (value === null ? '–' : `${value.toFixed(digits)} ${unit}`.trim());
  return [
    [names.speech, clock(metrics.speechMs)],
    [names.silence, clock(metrics.silenceMs)],
    [names.talkRatio, percent(metrics.talkRatio)],
    [names.turns, number(metrics.turnCount, 0, units.turns)],
    [names.meanTurn, seconds(metrics.meanTurnMs)],
    [names.pauses, number(metrics.pauseCount, 0, units.pauses)],
    [names.meanPause, seconds(metrics.meanPauseMs)],
    [names.longestPause, seconds(metrics.longestPauseMs)],
    [names.pitch, number(metrics.meanPitchHz, 0, 'Hz')],
    [names.pitchVariation, number(metrics.pitchVariationSemitones, 1, units.semitones)],
    [names.levelVariation, number(metrics.levelVariationDb, 1, 'dB')],
  ];
}
