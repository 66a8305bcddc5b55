import { z } from 'zod';
import { issueOf } from './reasons.js';

/** What {@link Refuse} gives back, so that a parser can return it. */
const REFUSED = Symbol('refused');
export type Refused = typeof REFUSED;

/** Refuses the value, or what is at the path below it. */
export type Refuse = (...of: Parameters<typeof issueOf>) => Refused;

/**
 * A schema whose parsing is written by hand, where Zod's own would be too slow or cannot say it. `parse` gives the parsed value,
 * or refuses it; the JSON Schema of what comes in over JSON stands beside it, for Zod cannot derive it. It is no pipe, so both
 * directions of the API description can be made from it.
 */
export function handWritten<Output, Input>(
  jsonSchema: Record<string, unknown>,
  parse: (value: unknown, refuse: Refuse) => Output | Refused,
): z.ZodType<Output, Input> {
  const schema = z.unknown().check((payload) => {
    const input = payload.value;
    const refuse: Refuse = (...of) => {
      payload.issues.push({ ...issueOf(...of), input });
      return REFUSED;
    };
    const output = input === undefined ? refuse('required') : parse(input, refuse);
    if (output !== REFUSED) payload.value = output;
  });
  return schema.meta(jsonSchema) as z.ZodType as z.ZodType<Output, Input>;
}
