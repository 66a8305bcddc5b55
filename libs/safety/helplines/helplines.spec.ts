import { describe, expect, it } from 'vitest';
import { HELPLINE_REGIONS, helplines } from './helplines.js';

describe('S40 helplines', () => {
  it('S40 Korea: 109 first, 1577-0199, 1388, 119', () => {
    expect(helplines('KR', 'ko').map(({ phone }) => phone)).toEqual(['109', '1577-0199', '1388', '119', '112', '1366']);
    expect(helplines('KR', 'ko')[0]).toEqual({ name: '자살예방 상담전화', phone: '109', hours: '24시간' });
  });

  it('S40 every region names a crisis line and an emergency number, in both languages', () => {
    for (const region of HELPLINE_REGIONS) {
      for (const language of ['ko', 'en'] as const) {
        const lines = helplines(region, language, []);
        expect(lines.length, region).toBeGreaterThanOrEqual(2);
        for (const { name, phone, hours } of lines) expect(name !== '' && /^[\d -]{3,14}$/u.test(phone) && hours !== '').toBe(true);
      }
    }
  });

  it('S40 an unknown region gets the configured one, and that unknown Korea\'s', () => {
    expect(helplines('XX', 'en', undefined, 'US')[0]?.phone).toBe('988');
    expect(helplines('__proto__', 'en', undefined, 'constructor')[0]?.phone).toBe('109');
    expect(helplines('kr', 'en')[0]?.phone).toBe('109');
  });

  it('shows further lines by topic', () => {
    expect(helplines('KR', 'ko', ['violence', 'women']).map(({ phone }) => phone)).toEqual(['109', '1577-0199', '119', '112', '1366']);
  });
});
