import { z } from 'zod';

interface RawSocket {
  cork(): void;
  uncork(): void;
}

interface Transport {
  send(packets: unknown[]): void;
}

const hasMethods = (...names: string[]) => (value: unknown) =>
  typeof value === 'object' && value !== null && names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');

/** What is below engine.io's WebSocket transport; neither it nor `ws` declares its inside. */
const lineSchema = z.object({
  transport: z.custom<Transport>(hasMethods('send')).and(
    z.custom<{ socket: { _socket: RawSocket } }>((value) => {
      const { socket } = value as { socket?: { _socket?: unknown } };
      return hasMethods('cork', 'uncork')(socket?._socket);
    }),
  ),
});

/**
 * Lets everything that is sent to a client within one turn of the event loop leave in one or two system calls. `ws` makes one a
 * frame, which is a quarter of the cost of acknowledging a burst of small events. Where the inside looks otherwise than expected,
 * nothing changes.
 */
export function gatherWrites(line: unknown): void {
  const parsed = lineSchema.safeParse(line);
  if (!parsed.success) return;
  const { transport } = parsed.data;
  const raw = transport.socket._socket;
  const send = transport.send.bind(transport);
  let isGathering = false;
  transport.send = (packets) => {
    if (!isGathering) {
      isGathering = true;
      raw.cork();
      setImmediate(() => {
        isGathering = false;
        raw.uncork();
      });
    }
    send(packets);
  };
}
