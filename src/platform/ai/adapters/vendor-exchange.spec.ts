import { describe, expect, it } from 'vitest';
import { VendorExchange, vendorFetch } from './vendor-exchange.js';

describe('VendorExchange', () => {
  it('does not take an SDK that asks what fetch can do for an answer of the vendor', async () => {
    const exchange = new VendorExchange('openai', 'application/json');
    const probe = await exchange.run(() => vendorFetch('data:,'));
    expect(probe.status).toBe(200);
    expect(exchange.errorOf(new Error('the connection was lost'), new AbortController().signal)).toMatchObject({ kind: 'unavailable', status: undefined });
  });
});
