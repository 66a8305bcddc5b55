import { APIError, OpenAI } from 'openai';
import type { ProviderErrorKind } from '../resilience/provider-error.js';
import { vendorFetch } from './vendor-exchange.js';

export interface OpenAiSettings {
  apiKey: string;
  /** Any server that speaks the same protocol. */
  baseUrl: string | undefined;
  model: string;
  /** Above our own time limit, so that ours is the one that ends a call. */
  timeoutMs: number;
}

const VENDOR_URL = 'https://api.openai.com/v1';

/**
 * A client that repeats nothing, waits no ten minutes and logs nothing. Of the environment the SDK reads OPENAI_CUSTOM_HEADERS
 * alone, which no option switches off.
 */
export function openAiClient({ apiKey, baseUrl, timeoutMs }: OpenAiSettings): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL: baseUrl ?? VENDOR_URL,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
    fetch: vendorFetch,
  });
}

const REFUSALS: ReadonlySet<unknown> = new Set(['content_filter', 'content_policy_violation']);

/** What only the vendor's error body says. */
export function openAiHint(error: unknown): { kind?: ProviderErrorKind } {
  if (!(error instanceof APIError)) return {};
  if (REFUSALS.has(error.code)) return { kind: 'refused' };
  // An error inside a stream that began with 200.
  const isEvent = error.status === undefined && error.error !== undefined;
  return isEvent ? { kind: error.code === 'rate_limit_exceeded' ? 'rate-limited' : 'unavailable' } : {};
}
