import { StreamableFile } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Application, Response } from 'express';
import { Page } from './answers.js';
import { contextOf } from './request-context.js';

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
    const { policy } = contextOf(response.req);
    if (body instanceof Page) {
      const items = policy?.answer ? body.items.map((item) => policy.answer?.parse(item)) : body.items;
      response.setHeader('X-Total-Count', String(body.meta.total));
      return sendJson(response, status, { success: true, data: items, meta: body.meta });
    }
    const data = policy?.answer ? policy.answer.parse(body) : null;
    return sendJson(response, status, policy?.form === 'bare' ? data : { success: true, data });
  }
}

/** What Express's `json()` comes to here, where nothing negotiates: half of its time goes into asking what is already known. */
function sendJson(response: Response, status: number, body: unknown): Response {
  const text = JSON.stringify(body);
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  return response.end(text);
}
