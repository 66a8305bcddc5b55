import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { Language } from '../../libs/contracts/primitives.js';
import type { FoundParts } from './content/report-facts.js';
import { ReportRepository } from './report.repository.js';

/** A feature that has something to show in reports. */
export interface ReportSource {
  /** What it found in a session, texts in `language`; the same for the same rows, in a stable order. */
  read(sessionId: string, language: Language, tx: Transaction): Promise<Partial<FoundParts>>;
}

const NOTHING: FoundParts = { insights: [], cbtFindings: [], moments: [], safety: { alerts: 0, highestLevel: null } };

/**
 * Where features that find things in a session hand them over: they know the report, the report does not know them.
 * Register while the application starts; say `changed` with every change.
 */
@Injectable()
export class ReportSources {
  private readonly sources: ReportSource[] = [];

  constructor(private readonly repository: ReportRepository) {}

  register(source: ReportSource): void {
    this.sources.push(source);
  }

  /**
   * Something that a report may show has changed: the next reader gets it made again, and a new ETag if it differs.
   * Call it in the transaction that makes the change.
   */
  async changed(sessionId: string, tx?: Transaction): Promise<void> {
    await this.repository.markStale(sessionId, tx);
  }

  async read(sessionId: string, language: Language, tx: Transaction): Promise<FoundParts> {
    const parts: Partial<FoundParts>[] = [];
    for (const source of this.sources) parts.push(await source.read(sessionId, language, tx));
    return {
      insights: parts.flatMap(({ insights }) => insights ?? []),
      cbtFindings: parts.flatMap(({ cbtFindings }) => cbtFindings ?? []),
      moments: parts.flatMap(({ moments }) => moments ?? []),
      safety: parts.find(({ safety }) => safety !== undefined)?.safety ?? NOTHING.safety,
    };
  }
}
