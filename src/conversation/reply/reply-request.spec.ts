import { describe, expect, it } from 'vitest';
import type { EmotionPoint } from '../../../libs/contracts/emotion.js';
import type { Insight } from '../../../libs/contracts/insights.js';
import { factsOf, instructionsFor, turnsOf } from './reply-request.js';

const NO_MODALITIES = { face: null, voice: null, text: null };
const point = (ts: number, label: EmotionPoint['label'], confidence: number): EmotionPoint =>
  label === null
    ? { ts, label, confidence: 0, valence: null, arousal: null, dominance: null, modalities: NO_MODALITIES }
    : { ts, label, confidence, valence: -0.4, arousal: 0.2, dominance: 0, modalities: NO_MODALITIES };
const finding = (index: number): Insight => ({
  id: '01a20000-0000-7000-8000-000000000000',
  ts: index,
  distortion: 'labeling',
  span: { source: 'message', sourceId: '01a20000-0000-7000-8000-000000000000', start: 0, end: 3, text: 'SECRET WORDS' },
  confidence: 0.81234,
  severity: 'high',
  why: 'SECRET WHY',
  questions: ['SECRET QUESTION'],
  tasks: [],
  urgency: 'soon',
});

describe('the facts for a model', () => {
  it('tell the last minute’s emotion with its confidence, bounded findings, and what is unusual in the voice', () => {
    const points = [...Array.from({ length: 200 }, (_, ts) => point(ts, 'happy', 0.9)), ...Array.from({ length: 60 }, (_, ts) => point(200 + ts, 'sad', 0.6))];
    const facts = factsOf(points, Array.from({ length: 20 }, (_, index) => finding(index)), [{ id: 'pitch', level: 'typical' }, { id: 'pauses', level: 'high' }]);
    expect(facts.emotion).toEqual({ label: 'sad', confidence: 0.6, valence: -0.4, arousal: 0.2 });
    expect(facts.findings).toEqual(Array.from({ length: 5 }, () => ({ distortion: 'labeling', confidence: 0.81, severity: 'high' })));
    expect(facts.indicators).toEqual([{ id: 'pauses', level: 'high' }]);
  });

  it('say nothing where nothing was read, or nothing surely: that is never neutral', () => {
    expect(factsOf([], [], []).emotion).toBeNull();
    expect(factsOf([point(1, null, 0), point(2, 'neutral', 0.1)], [], []).emotion).toBeNull();
  });

  it('S38 hold no word of the person’s, in bounded instructions that name the session’s language', () => {
    const facts = factsOf([], Array.from({ length: 50 }, (_, index) => finding(index)), []);
    for (const language of ['ko', 'en'] as const) {
      const instructions = instructionsFor(language, facts);
      expect(instructions).not.toContain('SECRET');
      expect(instructions.length).toBeLessThan(4_000);
      expect(instructions).toContain(language === 'ko' ? 'Korean' : 'English');
    }
  });
});

describe('the turns for a model', () => {
  it('end with the message that is answered, also when others were sent before its reply', () => {
    const message = (id: string, role: 'user' | 'counselor' | 'ai') => ({ id, role, text: id });
    const turns = turnsOf([message('a', 'user'), message('b', 'user'), message('c', 'ai')], { id: 'b', text: 'b' });
    expect(turns).toEqual([{ role: 'person', text: 'a' }, { role: 'counselor', text: 'c' }, { role: 'person', text: 'b' }]);
  });
});
