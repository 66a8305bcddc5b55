import { expect, it } from 'vitest';
import { addressKey } from './address-key.js';

it('S22 counts an IPv6 subscriber by his /56 and IPv4 by its address, however it is written', () => {
  expect(addressKey('2001:db8:1:2a00::1')).toBe(addressKey('2001:db8:1:2aff:ffff::9'));
  expect(addressKey('2001:db8:1:2a00::1')).not.toBe(addressKey('2001:db8:1:2b00::1'));
  expect(addressKey('::ffff:192.0.2.7')).toBe('192.0.2.7');
  expect(addressKey('::ffff:c000:207')).toBe('192.0.2.7');
  expect(addressKey('192.0.2.7')).toBe('192.0.2.7');
  expect(addressKey('192.0.2.8')).not.toBe(addressKey('192.0.2.7'));
  expect(addressKey('fe80::1%eth0')).toBe(addressKey('fe80::1'));
  expect(addressKey(undefined)).toBe('unknown');
});
