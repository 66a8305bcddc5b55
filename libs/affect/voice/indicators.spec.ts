import { describe, expect, it } from 'vitest';
import { VoiceIndicator, type VoiceMetrics } from '../../contracts/voice.js';
import { voiceIndicators } from './indicators.js';

const metrics: VoiceMetrics = {
  tsStart: 1_700_000_000_000, tsEnd: 1_700_000_060_000, speechMs: 30_000, silenceMs: 30_000, talkRatio: 0.5, silenceRatio: 0.5,
  turnCount: 10, meanTurnMs: 3000, pauseCount: 9, meanPauseMs: 1000, longestPauseMs: 3000, speechPerPause: 3, meanRms: 0.1,
  levelVariationDb: 4, meanPitchHz: 150, pitchVariationSemitones: 3,
};

const levels = (changed: Partial<VoiceMetrics>): Record<string, string> =>
  Object.fromEntries(voiceIndicators({ ...metrics, ...changed }, 'en').map(({ id, level }) => [id, level]));

describe('voiceIndicators', () => {
  it('calls ordinary talk ordinary', () => {
    expect(levels({})).toEqual({
      'talk-share': 'typical', 'pause-length': 'typical', 'turn-length': 'typical', 'level-variation': 'typical',
      'pitch-variation': 'typical',
    });
  });

  it.each<[Partial<VoiceMetrics>, string, string]>([
    [{ talkRatio: 0.1 }, 'talk-share', 'low'], [{ talkRatio: 0.9 }, 'talk-share', 'high'],
    [{ meanPauseMs: 300 }, 'pause-length', 'low'], [{ meanPauseMs: 4000 }, 'pause-length', 'high'],
    [{ meanTurnMs: 500 }, 'turn-length', 'low'], [{ meanTurnMs: 20_000 }, 'turn-length', 'high'],
    [{ levelVariationDb: 0.5 }, 'level-variation', 'low'], [{ pitchVariationSemitones: 1 }, 'pitch-variation', 'low'],
    [{ pitchVariationSemitones: 6 }, 'pitch-variation', 'high'],
  ])('%o: %s is %s', (changed, id, level) => {
    expect(levels(changed)[id]).toBe(level);
  });

  it('leaves out what is not known', () => {
    expect(levels({ meanPitchHz: null, pitchVariationSemitones: null })).not.toHaveProperty('pitch-variation');
    expect(levels({ pauseCount: 1 })).not.toHaveProperty('pause-length');
    expect(voiceIndicators({ ...metrics, speechMs: 2000 }, 'ko')).toEqual([]);
  });

  it('speaks the language of the session, keeps the contract and names no illness', () => {
    const low = { talkRatio: 0, meanPauseMs: 9000, meanTurnMs: 100, levelVariationDb: 0, pitchVariationSemitones: 0 };
    const high = { talkRatio: 1, meanPauseMs: 250, meanTurnMs: 60_000, levelVariationDb: 20, pitchVariationSemitones: 9 };
    for (const change of [{}, low, high]) {
      for (const language of ['ko', 'en'] as const) {
        for (const indicator of voiceIndicators({ ...metrics, ...change }, language)) {
          VoiceIndicator.parse(indicator);
          expect(/\p{Script=Hangul}/u.test(indicator.text)).toBe(language === 'ko');
          expect(indicator.text).not.toMatch(/depress|anxi|disorder|symptom|우울|불안|증상|장애|진단/iu);
        }
      }
    }
  });
});
