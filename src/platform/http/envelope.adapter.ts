import { StreamableFile } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Application, Response } from 'express';
import { Page } from './answers.js';
import { policyOf } from './request-policy.js';

const NO_CONTENT = new Set([204, 304]);

/**
 * Puts every success into the envelope, after the route's own schema has checked that only named fields go out.
 * It stands where Nest replies, because a global interceptor for the same costs more than the rest of the request.
 */
export class EnvelopeAdapter extends ExpressAdapter {
  constructor() {
    super();
    // What looks at paths compares them as they are; the routes must not be looser. Express takes its setting for this when it makes its router, which
    // Nest has done by now.
    Object.assign(this.getInstance<Application>().router, { caseSensitive: true });
  }

  override setNotFoundHandler(): void {
    // Nest's own answer would come before what counts requests without a route (`configureFallbacks`).
  }

  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    const status = statusCode ?? response.statusCode;
    if (body instanceof StreamableFile || NO_CONTENT.has(status)) return super.reply(response, body instanceof StreamableFile ? body : undefined, statusCode);
    const policy = policyOf(response.req);
    if (body instanceof Page) {
      const items = policy?.answer ? body.items.map((item) => policy.answer?.parse(item)) : body.items;
      response.setHeader('X-Total-Count', String(body.meta.total));
      return super.reply(response, { success: true, data: items, meta: body.meta }, statusCode);
    }
    const data = policy?.answer ? policy.answer.parse(body) : null;
    return super.reply(response, policy?.form === 'bare' ? data : { success: true, data }, statusCode);
  }
}
