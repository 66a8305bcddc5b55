import { findDistortions } from '../../libs/cbt/detect.js';
import { detectCrisis } from '../../libs/safety/index.js';
import type { Benchmark } from '../benchmark.js';
import { median, ratio } from '../support/statistics.js';

const TEXTS = {
  ko: '오늘은 회사에서 팀장님이 또 화를 내셨어요. 저는 아무 말도 못 했고, 집에 와서 한참을 울었어요. 내일까지 보고서를 내야 하는데 손에 잡히지 않아요. ',
  en: 'My boss was angry again at work today. I could not say anything, and when I came home I cried for a long time. I have to hand in the report tomorrow. ',
} as const;
const CHARACTERS = 20_000;
const ROUNDS = 30;
const WANTED_MS = 3;

const textOf = (language: keyof typeof TEXTS) => TEXTS[language].repeat(Math.ceil(CHARACTERS / TEXTS[language].length)).slice(0, CHARACTERS);

function msPerThousand(work: (text: string) => unknown, text: string): number {
  for (let round = 0; round < 5; round += 1) work(text);
  return median(
    Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage();
      work(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / text.length;
    }),
  );
}

const DETECTORS = {
  danger: (text: string, language: 'ko' | 'en') => detectCrisis(text, { language, source: 'transcript' }),
  'patterns of thinking': (text: string, language: 'ko' | 'en') => findDistortions(text, { language }),
} as const;

export const detection: Benchmark = {
  name: 'detection',
  method: `Milliseconds of CPU time for 1,000 characters of everyday speech, over ${CHARACTERS} characters, the median of ${ROUNDS}; the ratio is that of the cost a character at ten times the length.`,
  run: () =>
    Promise.resolve(
      Object.entries(DETECTORS).flatMap(([name, detect]) =>
        (['ko', 'en'] as const).flatMap((language) => {
          const text = textOf(language);
          const short = msPerThousand((part) => detect(part, language), text.slice(0, CHARACTERS / 10));
          const long = msPerThousand((whole) => detect(whole, language), text);
          return [
            { figure: `${name}, ${language}, ms for 1,000 characters`, value: long.toFixed(3), wanted: `< ${WANTED_MS}`, isMet: long < WANTED_MS },
            { figure: `${name}, ${language}, growth with length`, value: ratio(long / short), wanted: '< 1.50 ×', isMet: long / short < 1.5 },
          ];
        }),
      ),
    ),
};
