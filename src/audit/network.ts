import { isIPv4, isIPv6 } from 'node:net';

const V6_GROUPS = 3;

/** Where an address is without saying whose it is: an IPv4 address's /24, an IPv6 address's /48. Null for what is no address. */
export function networkOf(ip: string): string | null {
  const plain = ip.startsWith('::ffff:') ? ip.slice('::ffff:'.length) : ip;
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(plain)) return null;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':');
    groups.push(...Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0'), ...after);
  }
  return `${groups.slice(0, V6_GROUPS).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/48`;
}
