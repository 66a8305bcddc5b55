import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CRISIS_LEVELS, type CrisisLevel } from '../../libs/contracts/crisis.js';
import { after, CALM, CrisisState, type Sign } from './crisis-state.js';
import { isSafetyStep } from './safety-step.js';

const sign = (given: Partial<Sign>): Sign => ({ at: 0, level: null, kinds: [], isTrusted: true, isSafetyStep: false, ...given });
const run = (...signs: Partial<Sign>[]) => signs.reduce<CrisisState>((state, given) => after(state, sign(given)).state, CALM);

describe('the state of danger', () => {
  it('rises with an alarm, only ever upwards, and gathers its kinds', () => {
    const state = run({ level: 'concern', kinds: ['a'] }, { level: 'imminent', kinds: ['b'] }, { level: 'high', kinds: ['a', 'c'] });
    expect(state).toMatchObject({ isActive: true, level: 'imminent', kinds: ['a', 'b', 'c'] });
  });

  it('stays through whatever is no step to safety', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CRISIS_LEVELS), fc.array(fc.boolean(), { maxLength: 30 }), (level: CrisisLevel, trusted) => {
        const state = run({ level }, ...trusted.map((isTrusted) => ({ isTrusted })));
        expect(state).toMatchObject({ isActive: true, level });
      }),
    );
  });

  it('ends with one step to safety, an imminent one with two, and a sign of danger between them counts them anew', () => {
    const step = { isSafetyStep: true };
    expect(run({ level: 'high' }, step).isActive).toBe(false);
    expect(run({ level: 'imminent' }, step).isActive).toBe(true);
    expect(run({ level: 'imminent' }, step, step).isActive).toBe(false);
    expect(run({ level: 'imminent' }, step, { level: 'concern' }, step).isActive).toBe(true);
  });

  it('is neither raised nor cleared by an uncertain transcript alone; two within ten minutes raise it', () => {
    const unsure = { level: 'high' as const, isTrusted: false };
    expect(run(unsure).isActive).toBe(false);
    expect(run(unsure, { ...unsure, at: 9 * 60_000 }).isActive).toBe(true);
    expect(run(unsure, { ...unsure, at: 11 * 60_000 }).isActive).toBe(false);
    expect(run({ level: 'high' }, { isSafetyStep: true, isTrusted: false }).isActive).toBe(true);
  });

  it('begins a new alert after it has ended', () => {
    const first = after(CALM, sign({ level: 'high' })).state;
    const ended = after({ ...first, alertId: '01a20000-0000-7000-8000-000000000000' }, sign({ isSafetyStep: true })).state;
    expect(after(ended, sign({ level: 'high' }))).toMatchObject({ transition: 'raised', state: { alertId: null } });
  });

  it('can be stored, whatever happens', () => {
    const any = fc.record({ at: fc.nat(), level: fc.constantFrom(null, ...CRISIS_LEVELS), kinds: fc.array(fc.string({ maxLength: 20 }), { maxLength: 30 }), isTrusted: fc.boolean(), isSafetyStep: fc.boolean() });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (signs) => {
        expect(() => CrisisState.parse(JSON.parse(JSON.stringify(run(...signs))))).not.toThrow();
      }),
    );
  });
});

describe('a step to safety', () => {
  it.each([
    '방금 109에 전화했어요', '엄마한테 다 말했어요', '친구가 옆에 와 있어요', '약은 다 버렸어요', '병원에 도착했어요', '지금 응급실에 왔어요',
    'I called the crisis line', 'My sister is here with me', 'I put the pills away', 'I am at the hospital', 'I’ve just talked to my mom'.replace('’', "'"),
  ])('%s', (text) => expect(isSafetyStep(text)).toBe(true));

  it.each([
    '아니요', '괜찮아요', '안 할게요', '농담이에요', '전화 못 했어요', '전화할까 생각 중이에요', '친구가 없어요', '엄마한테 말하고 싶지 않아요', '약을 모아 뒀어요', '네', '친구한테 연락 안 했어요',
    'No', 'I am fine', 'I won’t do it', 'I have not called anyone', 'I can’t tell my mom', 'Nobody is here with me', 'If I called them they would laugh', 'Just kidding',
  ])('%s is none', (text) => expect(isSafetyStep(text)).toBe(false));
});
