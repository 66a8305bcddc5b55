import { Injectable } from '@nestjs/common';

export type Probe = () => Promise<void>;

/** The parts without which the server cannot serve; each registers a probe that throws when its part is out. */
@Injectable()
export class Readiness {
  private readonly probes = new Map<string, Probe>();
  private isDraining = false;

  register(part: string, probe: Probe): void {
    this.probes.set(part, probe);
  }

  /** From now on the server is not ready, so that a balancer sends nobody new. */
  startDraining(): void {
    this.isDraining = true;
  }

  /** The names of the parts that are out; empty when the server can serve. */
  async failing(): Promise<string[]> {
    const parts = await Promise.all(
      [...this.probes].map(async ([part, probe]) => {
        try {
          await probe();
          return [];
        } catch {
          return [part];
        }
      }),
    );
    return [...(this.isDraining ? ['draining'] : []), ...parts.flat()];
  }
}
