import { randomBytes } from 'node:crypto';
import type { Socket } from 'socket.io';

/** socket.io keeps to itself what a client resumes by; ours is the adapter that it resumes with. */
interface Resumable {
  pid: string;
  recovered: boolean;
}

export const pidOf = (socket: Socket): string => (socket as unknown as Resumable).pid;

/** Makes a socket that was to be resumed a fresh one; before it is connected. */
export function renew(socket: Socket): void {
  const resumable = socket as unknown as Resumable;
  resumable.pid = randomBytes(15).toString('base64url');
  resumable.recovered = false;
}
