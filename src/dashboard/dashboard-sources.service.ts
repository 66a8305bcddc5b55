import { Injectable } from '@nestjs/common';

/** Says how many exercises a person marked as done between two moments. */
export type DoneTasks = (personId: string, from: Date, to: Date) => Promise<number>;

/** Where the feature that keeps exercises tells how many are done; dashboards do not know it. */
@Injectable()
export class DashboardSources {
  private done: DoneTasks | null = null;

  register(done: DoneTasks): void {
    this.done = done;
  }

  async tasksDone(personId: string, from: Date, to: Date): Promise<number> {
    return this.done === null ? 0 : this.done(personId, from, to);
  }
}
