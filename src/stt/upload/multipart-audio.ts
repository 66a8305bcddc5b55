import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { Request, Response } from 'express';
import { describeIssues } from '../../../libs/contracts/validation-messages.js';
import { TranscribeFields } from '../../../libs/contracts/stt.js';
import { AppError } from '../../platform/errors/app-error.js';
import { leaveUnread } from '../../platform/http/body.middleware.js';
import { contextOf } from '../../platform/http/request-context.js';

const FILE_BYTES = 5 * 1024 * 1024;
/** Boundaries, headers and the text fields. */
const AROUND_BYTES = 16_384;
const LIMITS = { fileSize: FILE_BYTES + 1, files: 1, fields: 4, parts: 5, fieldSize: 200, fieldNameSize: 40, headerPairs: 16 };
const FILE_FIELD = 'audio';

const MESSAGES = {
  ko: { missing: '오디오 파일이 필요합니다.', unknown: '알 수 없는 항목입니다.', repeated: '한 번만 보낼 수 있습니다.', tooLong: '너무 깁니다.', broken: '본문이 올바른 multipart 형식이 아닙니다.' },
  en: { missing: 'an audio file is needed', unknown: 'is not known', repeated: 'may be sent once', tooLong: 'is too long', broken: 'the body is not well-formed multipart' },
} as const;

/** The upload breaks a rule of the form; says which and where. */
class FormFault extends Error {
  constructor(
    readonly path: string,
    readonly rule: keyof (typeof MESSAGES)['en'],
  ) {
    super(rule);
  }
}

/**
 * Streams the one file of a multipart body to `path`; gives the fields beside it. Whatever is wrong ends the reading at once.
 * @throws AppError UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, VALIDATION_ERROR
 */
export async function receiveAudio(request: Request, response: Response, path: string): Promise<TranscribeFields> {
  try {
    return await receive(request, path);
  } catch (error) {
    const { language, abort } = contextOf(request);
    if (!request.complete) leaveUnread(request, response);
    if (error instanceof AppError) throw error;
    if (abort.signal.reason instanceof AppError) throw abort.signal.reason;
    const { path: at, rule } = error instanceof FormFault ? error : new FormFault('body', 'broken');
    throw new AppError('VALIDATION_ERROR', { details: [{ path: at, message: MESSAGES[language][rule] }], cause: error });
  }
}

async function receive(request: Request, path: string): Promise<TranscribeFields> {
  if (Number(request.headers['content-length'] ?? 0) > FILE_BYTES + AROUND_BYTES) throw new AppError('PAYLOAD_TOO_LARGE');
  const { language, abort } = contextOf(request);
  const form = parserFor(request);
  const stop = new AbortController();
  const signal = AbortSignal.any([abort.signal, stop.signal]);
  const fields: Record<string, string> = {};
  const writing: Promise<void>[] = [];
  const fault = Promise.withResolvers<never>();
  fault.promise.catch(() => undefined);

  // A parser that is destroyed destroys its parts, each of which tells.
  form.on('error', () => undefined);
  form.on('file', (name, stream) => {
    stream.on('error', () => undefined);
    const isFile = name === FILE_FIELD && writing.length === 0;
    if (!isFile) {
      stream.resume();
      fault.reject(new FormFault(pathOf(name), name === FILE_FIELD ? 'repeated' : 'unknown'));
      return;
    }
    stream.once('limit', () => fault.reject(new AppError('PAYLOAD_TOO_LARGE')));
    const written = pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
    written.catch(fault.reject);
    writing.push(written);
  });
  form.on('field', (name, value, { nameTruncated, valueTruncated }) => {
    if (nameTruncated || valueTruncated) fault.reject(new FormFault(pathOf(name), 'tooLong'));
    else if (Object.hasOwn(fields, name)) fault.reject(new FormFault(pathOf(name), 'repeated'));
    else Object.defineProperty(fields, name, { value, enumerable: true });
  });
  form.once('filesLimit', () => fault.reject(new FormFault(pathOf(FILE_FIELD), 'repeated')));
  for (const event of ['fieldsLimit', 'partsLimit'] as const) form.once(event, () => fault.reject(new FormFault('body', 'unknown')));

  try {
    await Promise.race([fault.promise, pipeline(counted(request), form, { signal })]);
    if (writing.length === 0) throw new FormFault(pathOf(FILE_FIELD), 'missing');
    await Promise.race([fault.promise, ...writing]);
  } finally {
    stop.abort();
    // Whoever removes the file must not come before it is made.
    await Promise.allSettled(writing);
  }
  const parsed = TranscribeFields.safeParse(fields);
  if (parsed.success) return parsed.data;
  const details = describeIssues(parsed.error, language);
  throw new AppError('VALIDATION_ERROR', { details: details.map(({ path: at, message }) => ({ path: `body.${at}`, message })) });
}

/** Names of fields are a client's input: only a plain one is repeated to it. */
const pathOf = (name: string) => (/^[\w-]{1,40}$/.test(name) ? `body.${name}` : 'body');

function parserFor({ headers }: Request): busboy.Busboy {
  const isPlain = headers['content-encoding'] === undefined || headers['content-encoding'] === 'identity';
  if (!isPlain || !/^multipart\/form-data\s*;/i.test(headers['content-type'] ?? '')) throw new AppError('UNSUPPORTED_MEDIA_TYPE');
  try {
    return busboy({ headers, limits: LIMITS });
  } catch (error) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', { cause: error });
  }
}

/** What the client sends, up to the most that a form with one file can have; without a stated length nothing else bounds it. */
async function* counted(request: Request): AsyncGenerator<Buffer, void, undefined> {
  let size = 0;
  // An answer is still to go out over the same connection when the reading ends early.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > FILE_BYTES + AROUND_BYTES) throw new AppError('PAYLOAD_TOO_LARGE');
    yield chunk;
  }
}
