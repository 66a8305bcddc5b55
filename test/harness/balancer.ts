import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What stands before several instances: each new connection goes to the next one that takes it. */
export class Balancer {
  private readonly open = new Set<Socket>();
  private next = 0;
  private readonly server = createServer((client) => this.relay(client, this.targets.length));

  private constructor(private targets: number[]) {}

  static async over(...urls: string[]): Promise<Balancer> {
    const balancer = new Balancer(urls.map(portOf));
    balancer.server.listen(0, '127.0.0.1');
    await once(balancer.server, 'listening');
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on new connections go to these. */
  retarget(...urls: string[]): void {
    this.targets = urls.map(portOf);
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private relay(client: Socket, tries: number): void {
    const port = this.targets[this.next++ % this.targets.length];
    if (port === undefined || tries === 0) {
      client.destroy();
      return;
    }
    const target = connect(port, '127.0.0.1');
    let isConnected = false;
    target.once('connect', () => {
      isConnected = true;
      client.pipe(target);
      target.pipe(client);
    });
    for (const [from, to] of [[client, target] as const, [target, client] as const]) {
      this.open.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.open.delete(from);
        if (from === target && !isConnected) this.relay(client, tries - 1);
        else to.destroy();
      });
    }
  }
}

const portOf = (url: string) => Number(new URL(url).port);
