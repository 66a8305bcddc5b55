import type { ErrorEvent, StackFrame } from '@sentry/node';

/** The only messages that the program sends. */
const OWN_MESSAGE = /^security alert: [a-z\d-]{1,64}$/;
const CODE = /^[\w.-]{1,64}$/;

/**
 * An event made anew of what cannot be personal: the error's type, its code, the places in the source, and the tags that the program
 * set. Messages stay here, they may quote what somebody wrote; so do requests, users, variables and breadcrumbs.
 */
export function withoutPersonal(event: ErrorEvent): ErrorEvent {
  const { event_id, timestamp, platform, level, release, environment, tags, sdk, message, exception } = event;
  const values = exception?.values?.map(({ type, stacktrace, mechanism }) => ({
    ...(type === undefined ? {} : { type: CODE.test(type) ? type : 'Error' }),
    value: '',
    ...(stacktrace?.frames === undefined ? {} : { stacktrace: { frames: stacktrace.frames.map(place) } }),
    ...(mechanism === undefined ? {} : { mechanism: { type: mechanism.type, handled: mechanism.handled ?? true } }),
  }));
  const kept = { event_id, timestamp, platform, level, release, environment, tags, sdk };
  const isOwn = message !== undefined && OWN_MESSAGE.test(message);
  const said = isOwn ? { message } : values === undefined ? {} : { exception: { values } };
  return Object.fromEntries(Object.entries({ type: undefined, ...kept, ...said }).filter(([, value]) => value !== undefined)) as unknown as ErrorEvent;
}

/** The name of the function alone: a frame's function may be a bound name, never a value. */
function place({ filename, function: name, module, lineno, colno, in_app }: StackFrame): StackFrame {
  const entries = Object.entries({ filename, function: name, module, lineno, colno, in_app });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
