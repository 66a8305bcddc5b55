import { Injectable } from '@nestjs/common';

/** Removes up to `limit` things that were kept long enough; says how many. Instances may do it at the same time. */
export type Purge = (limit: number) => Promise<number>;

/** What is kept for a time only: each part registers how its own is removed. */
@Injectable()
export class Purges {
  private readonly purges = new Map<string, Purge>();

  register(kind: string, purge: Purge): void {
    this.purges.set(kind, purge);
  }

  all(): IterableIterator<[kind: string, purge: Purge]> {
    return this.purges.entries();
  }
}
