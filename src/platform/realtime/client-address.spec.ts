import { expect, it } from 'vitest';
import { clientAddress } from './client-address.js';

it('S22 finds the address that so many trusted proxies saw', () => {
  const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7 , 192.0.2.1' };
  expect(clientAddress('10.0.0.1', headers, 0)).toBe('10.0.0.1');
  expect(clientAddress('10.0.0.1', headers, 1)).toBe('192.0.2.1');
  expect(clientAddress('10.0.0.1', headers, 2)).toBe('198.51.100.7');
  expect(clientAddress('10.0.0.1', headers, 9)).toBe('203.0.113.9');
  expect(clientAddress('10.0.0.1', {}, 1)).toBe('10.0.0.1');
  expect(clientAddress('10.0.0.1', { 'x-forwarded-for': ',, ' }, 1)).toBe('10.0.0.1');
});
