import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { listOf, successOf } from '../../../libs/contracts/envelope.js';
import type { Permission } from './permissions.js';

export const POLICY = Symbol('policy');

export type SessionRelation = 'person' | 'counselor';

export interface Policy {
  readonly permission: Permission;
  /** The route's `:id` names a session, and the caller must stand in one of these relations to it. */
  readonly session: readonly SessionRelation[] | null;
  /** Open to an account that still has to set a password or MFA. */
  readonly duringSetup: boolean;
  /** What may go out; anything the schema does not name stops the answer. */
  readonly answer: z.ZodType | null;
  readonly form: 'data' | 'list' | 'bare' | 'file';
}

export interface AllowOptions {
  /** One line for the API description. */
  summary: string;
  /** Schema of `data`; for lists, of one item. */
  answer?: z.ZodType;
  /** `bare`: outside the envelope; `file`: a stream with this media type. */
  form?: Policy['form'];
  mediaType?: string;
  status?: number;
  session?: readonly SessionRelation[];
  duringSetup?: boolean;
  /** Error codes beside those that every route can answer with, for the API description. */
  errors?: readonly number[];
}

/** The one decorator of a route: who may call it, and what it answers. A route without it is refused. */
export function Allow(permission: Permission, options: AllowOptions) {
  const { summary, answer, form = 'data', session, duringSetup = false } = options;
  const status = options.status ?? 200;
  const policy: Policy = { permission, session: session ?? null, duringSetup, answer: answer ?? null, form };
  const decorators = [
    SetMetadata(POLICY, policy),
    HttpCode(status),
    ApiOperation({ summary, ...{ 'x-permission': permission } }),
    ApiResponse({ status, description: summary, ...describeAnswer(policy, options.mediaType, status) }),
    // The policy guard reads it: a pipe for it would cost every request some microseconds.
    ...(policy.session === null ? [] : [ApiParam({ name: 'id', description: 'Id of the session', schema: { type: 'string', format: 'uuid' } })]),
    ...(options.errors ?? []).map((code) => ApiResponse({ status: code, description: 'refused' })),
  ];
  return applyDecorators(...decorators, ...(permission === 'public' ? [] : [ApiBearerAuth()]));
}

function describeAnswer({ answer, form }: Policy, mediaType: string | undefined, status: number) {
  if (status === 204) return {};
  if (form === 'file') return { content: { [mediaType ?? 'application/octet-stream']: { schema: { type: 'string' as const, format: 'binary' } } } };
  return { content: { 'application/json': { schema: jsonSchema(enveloped(answer ?? z.null(), form)) } } };
}

function enveloped(answer: z.ZodType, form: Policy['form']): z.ZodType {
  if (form === 'bare') return answer;
  return form === 'list' ? listOf(answer) : successOf(answer);
}

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'output', target: 'draft-2020-12' }) as Record<string, unknown>;
