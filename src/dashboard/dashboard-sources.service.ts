import { Injectable } from '@nestjs/common';

/** Says when a person marked exercises as done, between two moments. */
export type DoneTasks = (personId: string, from: Date, to: Date) => Promise<readonly Date[]>;

/** Where the feature that keeps exercises tells which are done; dashboards do not know it. */
@Injectable()
export class DashboardSources {
  private done: DoneTasks | null = null;

  register(done: DoneTasks): void {
    this.done = done;
  }

  async tasksDone(personId: string, from: Date, to: Date): Promise<readonly Date[]> {
    return this.done === null ? [] : this.done(personId, from, to);
  }
}
