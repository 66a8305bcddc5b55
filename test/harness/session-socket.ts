import { io, type Socket } from 'socket.io-client';
import { keepOutOf } from './canaries.js';
import type { ClientEventName, ClientPayload, ServerEventName, ServerPayload } from '../../libs/contracts/realtime.js';

export interface Acknowledgement {
  ok: boolean;
  error?: { code: string; message: string; details?: { path: string; message: string }[]; retryAfterMs?: number };
  [field: string]: unknown;
}

const WAIT_MS = 5_000;

/** A socket.io client in a session that remembers everything it was sent. */
export class SessionSocket {
  private readonly received: { event: string; payload: unknown }[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    socket.onAny((event: string, payload: unknown) => {
      this.received.push({ event, payload });
      for (const look of this.waiting) look();
    });
  }

  /** @throws the refusal's code when the server does not let it in */
  static async open(url: string, auth: Record<string, unknown>, options: { headers?: Record<string, string>; reconnection?: boolean } = {}): Promise<SessionSocket> {
    keepOutOf(auth);
    const socket = io(`${url}/session`, {
      auth,
      transports: ['websocket'],
      forceNew: true,
      reconnection: options.reconnection ?? false,
      ...(options.headers === undefined ? {} : { extraHeaders: options.headers }),
    });
    const opened = new SessionSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error: Error & { data?: { code?: string } }) => {
        socket.close();
        reject(new Error(error.data?.code ?? error.message));
      });
    });
    return opened;
  }

  /** Sends an event as a client does, and waits for its acknowledgement. */
  async ask<Name extends ClientEventName>(event: Name, payload?: ClientPayload<Name>): Promise<Acknowledgement> {
    return this.askAnything(event, payload);
  }

  /** As {@link ask}, for what no well-behaved client sends. */
  async askAnything(event: string, ...payload: unknown[]): Promise<Acknowledgement> {
    keepOutOf(payload);
    return (await this.socket.timeout(WAIT_MS).emitWithAck(event, ...payload)) as Acknowledgement;
  }

  all<Name extends ServerEventName>(event: Name): ServerPayload<Name>[] {
    return this.received.filter((entry) => entry.event === event).map((entry) => entry.payload as ServerPayload<Name>);
  }

  /** The names of all events so far, in their order. */
  order(): string[] {
    return this.received.map(({ event }) => event);
  }

  /** The first event that fits, past or still to come. */
  async until<Name extends ServerEventName>(event: Name, fits: (payload: ServerPayload<Name>) => boolean = () => true): Promise<ServerPayload<Name>> {
    const find = () => this.all(event).find(fits);
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(deadline);
        this.waiting.delete(look);
        resolve(found);
      };
      const deadline = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`no ${event} came in ${WAIT_MS} ms; came: ${this.received.map((entry) => entry.event).join(', ')}`));
      }, WAIT_MS);
      this.waiting.add(look);
      look();
    });
  }

  /** Resolves with socket.io's reason when the server, or the network, ends the connection. */
  async untilClosed(): Promise<string> {
    if (this.socket.disconnected) return 'already';
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => reject(new Error('the connection stayed open')), WAIT_MS);
      this.socket.once('disconnect', (reason) => {
        clearTimeout(deadline);
        resolve(reason);
      });
    });
  }

  close(): void {
    this.socket.close();
  }
}
