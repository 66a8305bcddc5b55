import { describe, expect, it } from 'vitest';
import { CbtTask } from '../../contracts/insights.js';
import { DISTORTIONS } from '../types.js';
import type { Finding } from '../types.js';
import { planIntervention } from './plan.js';
import { ANY_QUESTIONS, QUESTIONS } from './questions.js';
import { ANY_TASKS, TASKS } from './tasks.js';

const found = (over: Partial<Finding> = {}): Finding => ({
  distortion: 'labeling', span: { start: 0, end: 5 }, confidence: 0.8, severity: 'medium', why: { rule: 'r', ko: '이유', en: 'why' }, source: 'rule', ...over,
});
const fresh = { used: new Set<string>(), minutesSince: [], findings: 0 };

describe('the content', () => {
  it.each(DISTORTIONS)('%s has six questions and three tasks in both languages', (distortion) => {
    expect(QUESTIONS[distortion].length).toBeGreaterThanOrEqual(6);
    expect(TASKS[distortion].length).toBeGreaterThanOrEqual(3);
  });

  it.each(['ko', 'en'] as const)('in %s: every question asks, in its own language, and none comes twice', (language) => {
    const questions = [...Object.values(QUESTIONS).flat(), ...ANY_QUESTIONS].map((question) => question[language]);
    const tasks = [...Object.values(TASKS).flat(), ...ANY_TASKS].map((task) => ({ ...task[language], difficulty: task.difficulty }));
    for (const question of questions) expect(question).toMatch(/\?$/u);
    for (const task of tasks) expect(CbtTask.safeParse(task).success).toBe(true);
    const texts = [...questions, ...tasks.flatMap(({ title, description }) => [title, description])];
    for (const text of texts) expect(/\p{Script=Hangul}/u.test(text)).toBe(language === 'ko');
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('planIntervention', () => {
  it.each(DISTORTIONS)('offers two questions and a task for %s, and none of them again in the session', (distortion) => {
    const used = new Set<string>();
    const seen: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const [offer] = planIntervention([found({ distortion })], round % 2 === 0 ? 'ko' : 'en', { ...fresh, used }).offers;
      expect(offer?.questions).toHaveLength(2);
      expect(offer?.tasks).toHaveLength(1);
      for (const id of offer?.ids ?? []) used.add(id);
      seen.push(...(offer?.ids ?? []));
    }
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('takes up the strongest finding only', () => {
    const findings = [found({ severity: 'low' }), found({ severity: 'high', distortion: 'catastrophizing' }), found({ confidence: 0.95 })];
    const { offers } = planIntervention(findings, 'en', fresh);
    expect(offers.map(({ ids }) => ids.length)).toEqual([0, 3, 0]);
  });

  it('offers nothing after three interventions in 30 minutes, and again when one of them is older', () => {
    expect(planIntervention([found()], 'ko', { ...fresh, minutesSince: [1, 10, 29] }).offers[0]?.ids).toEqual([]);
    expect(planIntervention([found()], 'ko', { ...fresh, minutesSince: [1, 10, 31] }).offers[0]?.ids).toHaveLength(3);
  });

  it('says how soon by severity and by what came before', () => {
    const urgency = (over: Partial<Finding>, findings: number) => planIntervention([found(over)], 'ko', { ...fresh, findings }).urgencies[0];
    expect(urgency({ severity: 'high' }, 0)).toBe('soon');
    expect(urgency({ severity: 'high' }, 2)).toBe('immediate');
    expect(urgency({ severity: 'low' }, 0)).toBe('routine');
    expect(urgency({ severity: 'low' }, 3)).toBe('soon');
  });

  it('does nothing without findings', () => {
    expect(planIntervention([], 'en', fresh)).toEqual({ offers: [], urgencies: [] });
  });
});
