import { performance } from 'node:perf_hooks';
import { io, type Socket } from 'socket.io-client';

export interface Acknowledged {
  ok: boolean;
}

/** A connection to the namespace of sessions. */
export async function openSocket(url: string, auth: object): Promise<Socket> {
  const socket = io(`${url}/session`, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** A face as the binary form carries it: 478 points, each a little elsewhere in every frame. */
export function faceOf(frame: number): Buffer {
  const points = new Float32Array(478 * 3);
  for (let index = 0; index < points.length; index += 1) points[index] = 0.5 + 0.3 * Math.sin(index) + 0.001 * Math.sin(frame + index);
  return Buffer.from(points.buffer);
}

/** Sends one event and gives the milliseconds until its acknowledgement; null when it was refused or lost. */
export async function timed(socket: Socket, event: string, payload: unknown): Promise<number | null> {
  const startedAt = performance.now();
  try {
    const ack = (await socket.timeout(10_000).emitWithAck(event, payload)) as Acknowledged;
    return ack.ok ? performance.now() - startedAt : null;
  } catch {
    return null;
  }
}
