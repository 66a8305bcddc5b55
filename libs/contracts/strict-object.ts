import { z } from 'zod';

type StrictObject<Shape extends z.ZodRawShape> = z.ZodObject<z.core.util.Writeable<Shape>, z.core.$strict>;

/**
 * Zod's strict object skips an own key `__proto__` in silence; nothing that a client sends is to be dropped in silence, so this
 * one reports it like any other unknown key. Made with Zod's own constructor so that `extend`, `pick`, `meta` and the like keep
 * it.
 */
const ProtoSafeObject = z.core.$constructor('ProtoSafeObject', (schema: z.ZodObject, definition: z.core.$ZodObjectDef) => {
  z.ZodObject.init(schema, definition);
  // The parser is a function that Zod keeps in a field, not a method: it uses no `this`.
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is no method (above)
  const parse = schema._zod.parse;
  schema._zod.parse = (payload, context) => {
    const input: unknown = payload.value;
    if (typeof input === 'object' && input !== null && Object.hasOwn(input, '__proto__')) {
      payload.issues.push({ code: 'unrecognized_keys', keys: ['__proto__'], input: {}, inst: schema });
    }
    return parse(payload, context);
  };
});

/** An object that refuses every key it does not name. All objects of the contract are made with it. */
export function strictObject<Shape extends z.ZodRawShape>(shape: Shape): StrictObject<Shape> {
  const template = z.strictObject(shape);
  return new ProtoSafeObject(template._zod.def) as unknown as StrictObject<Shape>;
}
