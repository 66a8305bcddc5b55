import type { CbtLanguage, Distortion } from './types.js';

const NAMES: Readonly<Record<Distortion, Readonly<Record<CbtLanguage, string>>>> = {
  catastrophizing: { ko: '파국화', en: 'catastrophizing' },
  'all-or-nothing': { ko: '흑백논리', en: 'all-or-nothing thinking' },
  overgeneralization: { ko: '과잉일반화', en: 'overgeneralization' },
  'mental-filter': { ko: '정신적 여과', en: 'mental filter' },
  'disqualifying-positive': { ko: '긍정 무시하기', en: 'disqualifying the positive' },
  'jumping-to-conclusions': { ko: '성급한 결론', en: 'jumping to conclusions' },
  magnification: { ko: '과장과 축소', en: 'magnification' },
  'emotional-reasoning': { ko: '감정적 추론', en: 'emotional reasoning' },
  'should-statements': { ko: '당위적 사고', en: 'should statements' },
  labeling: { ko: '낙인찍기', en: 'labeling' },
};

/** The pattern's name for people, as within a sentence. */
export const distortionName = (distortion: Distortion, language: CbtLanguage): string => NAMES[distortion][language];
