import { z } from 'zod';
import { ERROR_CODES } from './errors.js';
import { Count } from './primitives.js';
import { strictObject } from './strict-object.js';

/** The `X-Request-Id` header that is kept; any other is replaced. */
export const RequestId = z
  .string()
  .regex(/^[\w.-]{1,64}$/)
  .describe('Id of the request, also in the header X-Request-Id');

/** One thing that was wrong with what was sent. */
export const ErrorDetail = strictObject({
  path: z.string().max(256).describe('Where, such as body.items.3.ts'),
  message: z.string().max(500).describe('Why, in the language of Accept-Language'),
}).meta({ id: 'ErrorDetail' });
export type ErrorDetail = z.infer<typeof ErrorDetail>;

/** Every failure, whatever its status. */
export const Failure = strictObject({
  success: z.literal(false),
  error: strictObject({
    code: z.enum(ERROR_CODES).describe('Stable name of the failure'),
    message: z.string().max(500).describe('Safe to show; in the language of Accept-Language'),
    requestId: RequestId,
    details: z.array(ErrorDetail).max(20).optional().describe('Only for VALIDATION_ERROR'),
  }),
}).meta({ id: 'Failure' });
export type Failure = z.infer<typeof Failure>;

/** What a list says about itself; `total` is also in the header X-Total-Count. */
export const ListMeta = strictObject({ total: Count, limit: Count, offset: Count }).meta({ id: 'ListMeta' });
export type ListMeta = z.infer<typeof ListMeta>;

/** The success envelope around one thing. */
export function successOf<Data extends z.ZodType>(data: Data) {
  return strictObject({ success: z.literal(true), data });
}

/** The success envelope around a list. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return strictObject({ success: z.literal(true), data: z.array(item), meta: ListMeta });
}
