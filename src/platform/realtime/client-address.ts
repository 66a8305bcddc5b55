import type { IncomingHttpHeaders } from 'node:http';

/** The client's address as Express's `trust proxy` with a number finds it: so many hops from the right are ours. */
export function clientAddress(remoteAddress: string, headers: IncomingHttpHeaders, trustProxy: number): string {
  if (trustProxy === 0) return remoteAddress;
  const field = headers['x-forwarded-for'];
  const forwarded = (Array.isArray(field) ? field.join(',') : (field ?? ''))
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  const addresses = [remoteAddress, ...forwarded.reverse()];
  return addresses[Math.min(trustProxy, addresses.length - 1)] ?? remoteAddress;
}
