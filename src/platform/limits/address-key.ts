import { normalizeIp } from '@nestjs/throttler';

/** What one customer of an access provider commonly gets (RIPE-690): more would let one subscriber have many counts. */
const IPV6_PREFIX = 56;

/** Whom an address counts as: an IPv4 address itself, also when it is written as IPv6; an IPv6 address its /56. */
export const addressKey = (ip: string | undefined): string =>
  ip === undefined || ip === '' ? 'unknown' : normalizeIp(ip, IPV6_PREFIX);
