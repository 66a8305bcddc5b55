import { createHmac } from 'node:crypto';

const LIMIT_MS = 5_000;

/** Posts a message that its receiver can tell from a forged one: `X-BeMore-Signature: sha256=<HMAC of the body, hex>`. @throws without a 2xx in five seconds */
export async function postSigned(url: string, body: string, secret: string): Promise<void> {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(LIMIT_MS),
    headers: { 'Content-Type': 'application/json', 'X-BeMore-Signature': `sha256=${signature}` },
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
}
