import { describe, expect, it } from 'vitest';
import { CbtTask, DISTORTIONS } from '../../libs/contracts/insights.js';
import { offerFor } from './offers.js';

describe.each(['ko', 'en'] as const)('offers in %s', (language) => {
  it.each(DISTORTIONS)('%s: questions and a task, and never the same again', (distortion) => {
    const used = new Set<string>();
    const seen: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { ids, questions, tasks } = offerFor(distortion, language, used);
      expect(questions).toHaveLength(2);
      expect(tasks).toHaveLength(1);
      for (const question of questions) expect(question).toMatch(/\?$/u);
      for (const offered of tasks) expect(CbtTask.safeParse(offered).success).toBe(true);
      for (const id of ids) used.add(id);
      seen.push(...questions, ...tasks.map(({ title }) => title));
    }
    expect(new Set(seen).size).toBe(seen.length);
    for (const text of seen) expect(/\p{Script=Hangul}/u.test(text)).toBe(language === 'ko');
  });
});
