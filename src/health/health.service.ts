import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AppConfig } from '../platform/config/app-config.js';
import { Readiness } from '../platform/lifecycle/readiness.js';

const packageSchema = z.object({ version: z.string() });

function findVersion(): string {
  for (const candidate of ['../../package.json', '../../../package.json']) {
    try {
      return packageSchema.parse(JSON.parse(readFileSync(new URL(candidate, import.meta.url), 'utf8'))).version;
    } catch {
      continue;
    }
  }
  return 'unknown';
}

@Injectable()
export class HealthService {
  private readonly version = findVersion();

  constructor(
    private readonly config: AppConfig,
    private readonly readinessOfParts: Readiness,
  ) {}

  root() {
    return { status: 'ok', name: 'BeMore', version: this.version, docs: '/docs', privacyPolicy: this.config.privacyPolicy };
  }

  summary() {
    return { status: 'ok', uptime: Math.round(process.uptime()), version: this.version };
  }

  async readiness() {
    const failing = await this.readinessOfParts.failing();
    return { status: failing.length === 0 ? 'ok' : 'unavailable', failing };
  }
}
