import { io, type Socket } from 'socket.io-client';
import { AckFailure, type Ack, type ClientEventName, type ClientPayload, REALTIME_NAMESPACE, type ServerEventName, type ServerPayload } from '../contracts/index.js';

export interface SocketOptions {
  /** From the answer that started the session. */
  realtime: { url: string; path: string };
  sessionId: string;
  /** An access or a guest token; a function where it can be renewed while the connection lasts. */
  token: string | (() => string);
  /** How long an acknowledgement may take; milliseconds. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** The server refused an event, or the connection. */
export class SocketRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
    this.name = 'SocketRefusal';
  }
}

/** One connection to one session. It comes back by itself after a break, and is sent what it missed. */
export class SessionSocket {
  private readonly socket: Socket;
  private readonly timeoutMs: number;

  constructor({ realtime, sessionId, token, timeoutMs = TIMEOUT_MS }: SocketOptions) {
    this.timeoutMs = timeoutMs;
    this.socket = io(`${realtime.url}${REALTIME_NAMESPACE}`, {
      path: realtime.path,
      transports: ['websocket'],
      autoConnect: false,
      auth: (give) => give({ token: typeof token === 'string' ? token : token(), sessionId }),
    });
  }

  /** @throws SocketRefusal when the server does not let it in */
  async connect(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', (error: Error & { data?: { code?: string; message?: string } }) =>
        reject(new SocketRefusal(error.data?.code ?? 'SERVICE_UNAVAILABLE', error.data?.message ?? error.message)),
      );
      this.socket.connect();
    });
  }

  /**
   * Sends an event and waits for its acknowledgement.
   * @throws SocketRefusal
   */
  async send<Name extends ClientEventName>(event: Name, payload?: ClientPayload<Name>): Promise<Exclude<Ack<Name>, AckFailure>> {
    const answer: unknown = await this.socket.timeout(this.timeoutMs).emitWithAck(event, payload);
    const failure = AckFailure.safeParse(answer);
    if (failure.success) throw new SocketRefusal(failure.data.error.code, failure.data.error.message, failure.data.error.retryAfterMs ?? null);
    return answer as Exclude<Ack<Name>, AckFailure>;
  }

  /** One frame of a face, in the short binary form. `ts` in epoch milliseconds, points as MediaPipe reports them. */
  async sendFace(ts: number, points: readonly (readonly [x: number, y: number, z: number])[]): Promise<void> {
    await this.send('landmarks', { ts, points: new Float32Array(points.flat()) });
  }

  on<Name extends ServerEventName>(event: Name, handler: (payload: ServerPayload<Name>) => void): void {
    // socket.io calls it with what the server sent, and the server checks that against the contract.
    this.socket.on<string>(event, (payload: unknown) => handler(payload as ServerPayload<Name>));
  }

  close(): void {
    this.socket.close();
  }
}
