import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A TCP relay whose line can be stalled, cut and mended: what a network does to a service. */
export class TcpProxy {
  private readonly pairs = new Set<[Socket, Socket]>();
  private readonly stranded = new Set<Socket>();
  private isCut = false;
  private isStalled = false;
  private readonly server = createServer((client) => this.relay(client));

  private constructor(
    private readonly host: string,
    private targetPort: number,
  ) {}

  static async to(url: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(url);
    const proxy = new TcpProxy(hostname, Number(port));
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Where new connections go. */
  retarget(port: number): void {
    this.targetPort = port;
  }

  /** Nothing passes any more, and nobody is told. */
  stall(): void {
    this.isStalled = true;
    for (const [client, target] of this.pairs) {
      client.pause();
      target.pause();
    }
  }

  /** The server keeps lines whose clients are gone, as after a change of networks; new connections pass. */
  strand(): void {
    for (const [client, target] of this.pairs) {
      this.stranded.add(target);
      client.unpipe(target);
      target.unpipe(client);
      target.resume();
      client.destroy();
    }
  }

  /** Every connection ends and no new one succeeds. */
  cut(): void {
    this.isCut = true;
    for (const [client, target] of this.pairs) {
      client.destroy();
      target.destroy();
    }
  }

  mend(): void {
    this.isCut = false;
    this.isStalled = false;
    for (const [client, target] of this.pairs) {
      client.resume();
      target.resume();
    }
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private relay(client: Socket): void {
    if (this.isCut) {
      client.destroy();
      return;
    }
    const target = connect(this.targetPort, this.host);
    const pair: [Socket, Socket] = [client, target];
    this.pairs.add(pair);
    client.pipe(target);
    target.pipe(client);
    for (const [from, to] of [pair, [target, client]] as const) {
      from.on('error', () => to.destroy());
      from.on('close', () => {
        if (this.stranded.has(to)) return;
        this.pairs.delete(pair);
        to.destroy();
      });
    }
    if (this.isStalled) this.stall();
  }
}
