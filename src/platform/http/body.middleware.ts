import type { Request, RequestHandler, Response } from 'express';
import { AppError } from '../errors/app-error.js';

const AUTH_LIMIT_BYTES = 10_240;
const AUTH_PATH = '/api/v1/auth/';
/** Routes that read their own body as a stream. */
const STREAMED_PATHS: ReadonlySet<string> = new Set(['/api/v1/stt/transcribe']);
/** How long what a refused client still sends is read and thrown away, so that it gets to read the answer. */
const LINGER_MS = 1_000;
const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

const hasBody = ({ headers }: Request) => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Reads JSON bodies up to the route's limit; refuses every other kind of body before it is read. `request.body` throws MALFORMED_JSON. Express's own parser is not used:
 * it reads a body that is too large to its end before it says so, and inflates compressed ones.
 */
export function bodyMiddleware(jsonLimitBytes: number): RequestHandler {
  return (request, response, next) => {
    if (!hasBody(request) || STREAMED_PATHS.has(request.path)) {
      next();
      return;
    }
    const limit = request.path.startsWith(AUTH_PATH) ? Math.min(AUTH_LIMIT_BYTES, jsonLimitBytes) : jsonLimitBytes;
    readAll(request, response, limit).then((bytes) => {
      offerBody(request, bytes);
      next();
    }, next);
  };
}

async function readAll(request: Request, response: Response, limit: number): Promise<Buffer> {
  const { headers } = request;
  const isPlain = headers['content-encoding'] === undefined || headers['content-encoding'] === 'identity';
  if (!JSON_TYPE.test(headers['content-type'] ?? '') || !isPlain) throw refusal('UNSUPPORTED_MEDIA_TYPE', request, response);
  if (Number(headers['content-length'] ?? 0) > limit) throw refusal('PAYLOAD_TOO_LARGE', request, response);
  const bytes = await readBytes(request, limit);
  if (bytes === null) throw refusal('PAYLOAD_TOO_LARGE', request, response);
  return bytes;
}

/** Parsed when somebody first asks for it, which is behind the gates: who is over his limit, or may not, costs no parsing. */
function offerBody(request: Request, bytes: Buffer): void {
  let parsed: unknown;
  Object.defineProperty(request, 'body', { configurable: true, get: () => (parsed ??= parseObject(bytes)) });
}

/** Null when there are more than `limit`. */
function readBytes(request: Request, limit: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else stop(() => resolve(null));
    };
    const onEnd = () => stop(() => resolve(Buffer.concat(chunks)));
    const onGone = () => stop(() => reject(new AppError('MALFORMED_JSON', { cause: new Error('the body broke off') })));
    const stop = (settle: () => void) => {
      request.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
      settle();
    };
    request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
  });
}

function parseObject(bytes: Buffer): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new AppError('MALFORMED_JSON');
  }
  if (typeof parsed !== 'object' || parsed === null) throw new AppError('MALFORMED_JSON');
  return parsed;
}

function refusal(code: 'UNSUPPORTED_MEDIA_TYPE' | 'PAYLOAD_TOO_LARGE', request: Request, response: Response): AppError {
  leaveUnread(request, response);
  return new AppError(code);
}

/**
 * The answer goes out although the body has not come in; what still comes is thrown away, and a client that goes on for longer is cut off.
 * `Connection: close` is not said: Node would close at once, and a client that is still sending loses the answer with the connection.
 */
export function leaveUnread(request: Request, response: Response): void {
  const cutOff = () => {
    if (!request.complete) request.destroy();
  };
  response.once('finish', () => setTimeout(cutOff, LINGER_MS).unref());
  request.resume();
}
