import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalValues } from './detectors.js';
import { MaskingVault, maskPersonalValues } from './vault.js';

const mask = (text: string): string => maskPersonalValues(text).masked;

describe('S37 personal values do not leave', () => {
  it.each([
    ['제 번호는 010-1234-5678이에요', '제 번호는 [PHONE_1]이에요'],
    ['01012345678로 연락 주세요', '[PHONE_1]로 연락 주세요'],
    ['+82 10 1234 5678', '[PHONE_1]'],
    ['０１０－１２３４－５６７８', '[PHONE_1]'],
    ['공일공 일이삼사 오육칠팔', '[PHONE_1]'],
    ['02-345-6789', '[PHONE_1]'],
    ['call +44 20 7946 0958 please', 'call [PHONE_1] please'],
    ['(415) 555-0132', '[PHONE_1]'],
    ['kim.minsu+a@naver.com 으로', '[EMAIL_1] 으로'],
    ['minsu 골뱅이 naver.com', '[EMAIL_1]'],
    ['주민번호 900101-1234567', '주민번호 [RRN_1]'],
    ['9001011234567', '[RRN_1]'],
    ['카드 4111 1111 1111 1111', '카드 [CARD_1]'],
    ['여권 M12345678', '여권 [PASSPORT_1]'],
    ['여권 M123A4567', '여권 [PASSPORT_1]'],
    ['면허 11-22-333333-44', '면허 [LICENSE_1]'],
    ['국민은행 123456-78-901234', '국민은행 [ACCOUNT_1]'],
    ['SSN 123-45-6789', 'SSN [SSN_1]'],
    ['192.168.0.12에서', '[IP_1]에서'],
    ['https://a.example/x?token=1 봐', '[URL_1] 봐'],
  ])('S37 %s', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each(['109에 전화했어요', '1577-0199', '1588-1234', '2024-01-15에 만났어요', '10년 전 1990년생', '3.14', '버전 1.2.3', '1234567890', '약 20알', '2024.01.15', '991332-1234567'])(
    'S37 "%s" is nobody\'s',
    (text) => {
      expect(mask(text)).toBe(text);
    },
  );

  it('S37 a card number has to pass the check', () => {
    expect(mask('4111 1111 1111 1112')).toBe('4111 1111 1111 1112');
  });

  it('S37 the same value has the same placeholder in every turn, and comes back in the reply', () => {
    const vault = new MaskingVault();
    const first = maskPersonalValues('엄마 번호 010-1111-2222, 제 번호 010-3333-4444', vault);
    const second = maskPersonalValues('010-3333-4444로 전화할까요?', vault);
    expect(first.masked).toBe('엄마 번호 [PHONE_1], 제 번호 [PHONE_2]');
    expect(second.masked).toBe('[PHONE_2]로 전화할까요?');
    expect(second.restore('네, [PHONE_1]로 거세요. [phone_2] [PHONE_9]')).toBe('네, 010-1111-2222로 거세요. 010-3333-4444 [PHONE_9]');
  });

  it('S37 a placeholder that was typed brings out nothing', () => {
    const vault = new MaskingVault();
    maskPersonalValues('010-1111-2222', vault);
    const { masked, restore } = maskPersonalValues('[PHONE_1] [ phone 1 ] [TEXT_1]', vault);
    expect(masked).not.toContain('PHONE');
    expect(restore(masked)).toBe('[PHONE_1] [ phone 1 ] [TEXT_1]');
  });

  it('S37 beyond its capacity a vault masks for good', () => {
    const vault = new MaskingVault();
    for (let i = 0; i < 500; i += 1) vault.mask(`010-1111-${String(i).padStart(4, '0')}`);
    expect(vault.mask('010-9999-9999')).toBe('[PHONE]');
    expect(vault.restore('[PHONE]')).toBe('[PHONE]');
  });

  it('masking and restoring gives the text back, whatever it is', () => {
    const pieces = fc.constantFrom('010-1234-5678', 'a@b.co', '[PHONE_1]', '[TEXT_2]', '[', '_1]', '900101-1234567', '국민은행 ', '123-456-789012', ' ', '4111111111111111', 'PHONE', '1', '\ud800', '０１０');
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 8 })), { maxLength: 20 }), (list) => {
        const text = list.join('');
        const { masked, restore } = maskPersonalValues(text);
        expect(restore(masked)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('reads 100 kB of digits, dashes and brackets quickly', () => {
    for (const unit of ['1', '1-', '0', '[', 'a@', '1 ', '+1 ', 'a.', '::', '영일공', 'www.']) {
      const before = process.cpuUsage();
      findPersonalValues(unit.repeat(100_000 / unit.length));
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000, unit).toBeLessThan(3_000);
    }
  });
});
