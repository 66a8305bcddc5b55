const MAX_FRAMES = 12;
const FRAME = /^\s+at /;
const OWN = /\/((?:src|libs|migrations)\/[\w./-]{1,150}\.[jt]s):\d+:\d+\)?$/;
const PACKAGE = /\/node_modules\/((?:@[\w.-]{1,60}\/)?[\w.-]{1,60})\//;
const FUNCTION = /^at (?:async )?(?:new )?([\w.<>#$]{1,80}) \(/;

/**
 * The frames of an error's stack. What stands before them is the message, which may quote a person over several lines that look like frames: when it
 * cannot be told apart, there are none.
 */
export function stackFrames(error: Error): string[] {
  const { stack, message } = error;
  if (typeof stack !== 'string') return [];
  const start = stack.indexOf(message);
  if (start === -1) return [];
  const lines = stack.slice(start + message.length).split('\n');
  return lines
    .filter((line) => FRAME.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim());
}

/** Where an error arose: function and file of the first frame of ours, else the package; without line numbers, which every version changes. */
export function topFrame(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const frames = stackFrames(error);
  for (const frame of frames) {
    const file = frame.includes('/node_modules/') ? undefined : OWN.exec(frame)?.[1];
    if (file === undefined) continue;
    const name = FUNCTION.exec(frame)?.[1];
    return name === undefined ? file : `${name} (${file})`;
  }
  return PACKAGE.exec(frames[0] ?? '')?.[1] ?? '';
}
