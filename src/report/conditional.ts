import type { Request, Response } from 'express';

const ENTITY_TAG = /(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;

/**
 * Whether an If-None-Match field names what the client would get (RFC 9110 §13.1.2): `*`, or a list of entity tags, strong or weak,
 * compared weakly.
 * @param tag opaque, without quotes
 */
export function matchesTag(field: string | undefined, tag: string): boolean {
  if (field === undefined) return false;
  if (field.trim() === '*') return true;
  return [...field.matchAll(ENTITY_TAG)].some(([, opaque]) => opaque === tag);
}

/** Puts the tag on the answer; 304 without a body when the client has this one already. */
export function answerTagged<Content>(request: Request, response: Response, tag: string, content: Content): Content | undefined {
  response.setHeader('ETag', `"${tag}"`);
  if (!matchesTag(request.headers['if-none-match'], tag)) return content;
  response.status(304);
  return undefined;
}
