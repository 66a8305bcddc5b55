import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Tier } from './tiers.js';

/** What cannot wait: says so of a request by what it carries. */
export type UrgencyTest = (request: Request) => boolean;

/** Where a feature says which requests neither wait nor are refused for being many; the limits know no feature. */
@Injectable()
export class UrgentRequests {
  private readonly tests = new Map<Tier, UrgencyTest>();

  register(tier: Tier, test: UrgencyTest): void {
    this.tests.set(tier, test);
  }

  has(tier: Tier, request: Request): boolean {
    return this.tests.get(tier)?.(request) ?? false;
  }
}
