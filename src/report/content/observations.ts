import { distortionName } from '../../../libs/cbt/names.js';
import type { EmotionPoint } from '../../../libs/contracts/emotion.js';
import type { Distortion } from '../../../libs/contracts/insights.js';
import type { Language } from '../../../libs/contracts/primitives.js';
import { valenceOf } from './course.js';
import type { ReportFacts, SeenFacts } from './report-facts.js';
import { emotionName, percent, signed } from './words.js';

/** Differences of means below this are not worth a sentence. */
const NOTABLE_CHANGE = 0.15;
const LEAST_POINTS_FOR_CHANGE = 30;
const LITTLE_COVERAGE = 0.5;
const LITTLE_CONFIDENCE = 0.4;

/** What stands out, in plain sentences of the report's language; no judgement of the person. */
export function observationsOf({ facts, seen }: SeenFacts): string[] {
  const { language } = facts;
  return [
    ...(seen.dominantEmotion === null ? [nothingRead(language)] : [mostRead(seen, language), meanWords(seen, language)]),
    ...changeWords(facts.points, language),
    ...voiceWords(facts, language),
    ...findingWords(facts, language),
    ...trustWords({ facts, seen }),
  ];
}

const nothingRead = (language: Language) =>
  language === 'ko'
    ? '얼굴이나 목소리, 말에서 읽을 수 있는 신호가 없어 감정에 대해 말할 수 있는 것이 없습니다.'
    : 'There was nothing to read from face, voice or words, so nothing can be said about emotions.';

function mostRead({ dominantEmotion, mix }: SeenFacts['seen'], language: Language): string {
  if (dominantEmotion === null) return nothingRead(language);
  const name = emotionName(dominantEmotion, language);
  const share = percent(mix[dominantEmotion]);
  return language === 'ko'
    ? `가장 많이 읽힌 신호는 ‘${name}’입니다(읽힌 시간의 ${share}).`
    : `The signal read most often was “${name}” (${share} of the time that could be read).`;
}

function meanWords({ mean }: SeenFacts['seen'], language: Language): string {
  const valence = mean.valence ?? 0;
  const arousal = mean.arousal ?? 0;
  const side = (value: number) => (value > 0.1 ? 2 : value < -0.1 ? 0 : 1);
  const tone = { ko: ['불편한 쪽', '어느 쪽도 아닌 가운데', '편안하고 밝은 쪽'], en: ['on the unpleasant side', 'in the middle', 'on the pleasant side'] };
  const energy = { ko: ['차분한 편', '보통', '활발한 편'], en: ['calm', 'medium', 'lively'] };
  return language === 'ko'
    ? `평균 정서가는 ${signed(valence)}로 ${tone.ko[side(valence)] ?? ''}, 각성은 ${signed(arousal)}로 ${energy.ko[side(arousal)] ?? ''}이었습니다(−1~+1).`
    : `Mean valence was ${signed(valence)}, ${tone.en[side(valence)] ?? ''}; mean arousal ${signed(arousal)}, ${energy.en[side(arousal)] ?? ''} (−1 to +1).`;
}

/** The first third against the last. */
function changeWords(points: readonly EmotionPoint[], language: Language): string[] {
  if (points.length < LEAST_POINTS_FOR_CHANGE) return [];
  const third = Math.floor(points.length / 3);
  const begin = valenceOf(points.slice(0, third));
  const end = valenceOf(points.slice(-third));
  if (begin === null || end === null || Math.abs(end - begin) < NOTABLE_CHANGE) return [];
  const isUp = end > begin;
  return [
    language === 'ko'
      ? `처음보다 끝으로 갈수록 정서가가 ${isUp ? '올라갔습니다' : '내려갔습니다'}(${signed(begin)} → ${signed(end)}).`
      : `From the beginning to the end, valence went ${isUp ? 'up' : 'down'} (${signed(begin)} → ${signed(end)}).`,
  ];
}

function voiceWords({ voice }: ReportFacts, language: Language): string[] {
  if (voice.metrics === null) return [];
  const { talkRatio, turnCount } = voice.metrics;
  return [
    language === 'ko'
      ? `소리가 들어온 시간의 ${percent(talkRatio)} 동안 말했고, 말한 차례는 ${turnCount}번입니다.`
      : `Speech filled ${percent(talkRatio)} of the time with sound, in ${turnCount} ${turnCount === 1 ? 'turn' : 'turns'}.`,
  ];
}

function findingWords(facts: ReportFacts, language: Language): string[] {
  const { total, mostCommon } = distortionsOf(facts);
  if (mostCommon === null) return [];
  return [
    language === 'ko'
      ? `다시 살펴볼 만한 생각의 모습이 ${total}번 보였고, 가장 잦은 것은 ‘${mostCommon}’입니다.`
      : `${total} ${total === 1 ? 'thought' : 'thoughts'} may be worth another look; the most common kind was “${mostCommon}”.`,
  ];
}

function trustWords({ facts: { language }, seen }: SeenFacts): string[] {
  const isKorean = language === 'ko';
  const words = [
    isKorean
      ? `상담 시간의 ${percent(seen.coverageRatio)}에서 신호를 읽을 수 있었고, 읽은 값의 확신도는 평균 ${percent(seen.confidence)}입니다.`
      : `Signals could be read in ${percent(seen.coverageRatio)} of the session; the mean confidence of what was read is ${percent(seen.confidence)}.`,
  ];
  if (seen.dominantEmotion !== null && (seen.coverageRatio < LITTLE_COVERAGE || seen.confidence < LITTLE_CONFIDENCE))
    words.push(
      isKorean
        ? '읽은 부분이 적거나 확신도가 낮으므로 조심해서 보아 주세요.'
        : 'Little could be read, or not very surely, so take this with care.',
    );
  return words;
}

/** How many distortions were found, and the name of the most common one in the report's language. */
export function distortionsOf({ cbtFindings, insights, language }: ReportFacts): { total: number; mostCommon: string | null } {
  const inFindings = cbtFindings.flatMap(({ detections }) => detections.map(({ type }) => type));
  const types = inFindings.length > 0 ? inFindings : insights.map(({ distortion }) => distortion);
  const counts = new Map<Distortion, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return { total: types.length, mostCommon: first === undefined ? null : distortionName(first[0], language) };
}
