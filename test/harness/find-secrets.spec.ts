import { describe, expect, it } from 'vitest';
import { SecretSearch } from './find-secrets.js';

const find = (secrets: string[], text: string) => new SecretSearch(secrets).in(Buffer.from(text), 'a.log').map(({ line, secret }) => [line, secret]);

describe('S36 the search of the logs', () => {
  it('finds a secret wherever it stands, and says in which line', () => {
    const lines = ['{"msg":"fine"}', '{"note":"요즘 잠을 잘 못 자요"}', '{"url":"/x?token=abcdefgh12345"}'].join('\n');
    expect(find(['abcdefgh12345', '요즘 잠을 잘 못 자요', 'not there at all'], lines)).toEqual([
      [2, '요즘 잠을 잘 못 자요…'],
      [3, 'abcdefgh1234…'],
    ]);
    expect(find(['fine"}\n{"'], 'fine"}\n{"')).toHaveLength(1);
  });

  it('finds it in the form that JSON gives it', () => {
    expect(find(['say "no" to it'], JSON.stringify({ text: 'say "no" to it' }))).toHaveLength(1);
  });

  it('finds each of many with the same beginning, and nothing else', () => {
    const secrets = Array.from({ length: 2_000 }, (_unused, index) => `secret-number-${index}`);
    expect(find(secrets, 'x'.repeat(100_000))).toEqual([]);
    expect(find(secrets, 'at the end secret-number-1999')).toHaveLength(1);
  });
});
