import { Worker } from 'node:worker_threads';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { AppError } from '../../platform/errors/app-error.js';
import type { WorkerMessage } from './pdf-worker.js';
import type { PdfContent } from './render-report.js';

/** Beyond this callers are told to come back: each waiting report is in memory. */
const MOST_WAITING = 50;
const LONGEST_MS = 30_000;
const RETRY_AFTER_MS = 5_000;
/** A page of text is some megabytes of glyphs; anything beyond this is a fault. */
const MEMORY_MB = 256;

/** From sources (tests) a thread has no compiled neighbours: it may load the .ts beside each .js that is not there. */
const SOURCES = `
import { registerHooks } from 'node:module';
registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!specifier.startsWith('.') || !specifier.endsWith('.js')) throw error;
      return next(specifier.slice(0, -3) + '.ts', context);
    }
  },
});`;
const isSource = import.meta.url.endsWith('.ts');
const PROGRAM = new URL(isSource ? './pdf-worker.ts' : './pdf-worker.js', import.meta.url);
const EXEC_ARGV = isSource ? ['--no-warnings', '--import', `data:text/javascript,${encodeURIComponent(SOURCES)}`] : [];

/** Makes PDFs in a thread of its own, one after the other: laying out text and cutting a font take longer than any request may wait for its turn. */
@Injectable()
export class PdfRenderer implements BeforeApplicationShutdown {
  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();
  private current: Worker | null = null;
  private isClosing = false;

  /**
   * @param onProgress told 0…1
   * @throws AppError SERVICE_UNAVAILABLE when too many wait
   */
  async render(content: PdfContent, onProgress: (ratio: number) => void = () => undefined): Promise<Buffer> {
    if (this.waiting >= MOST_WAITING || this.isClosing) throw new AppError('SERVICE_UNAVAILABLE', { retryAfterMs: RETRY_AFTER_MS });
    this.waiting += 1;
    const turn = this.last.then(() => this.inThread(content, onProgress));
    this.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.waiting -= 1;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    await this.current?.terminate();
  }

  private inThread(content: PdfContent, onProgress: (ratio: number) => void): Promise<Buffer> {
    if (this.isClosing) return Promise.reject(new AppError('SERVICE_UNAVAILABLE', { retryAfterMs: RETRY_AFTER_MS }));
    return new Promise((resolve, reject) => {
      const worker = new Worker(PROGRAM, { workerData: content, execArgv: EXEC_ARGV, env: {}, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
      this.current = worker;
      const limit = setTimeout(() => void worker.terminate(), LONGEST_MS);
      worker.on('message', (message: WorkerMessage) => {
        if ('progress' in message) onProgress(message.progress);
        else resolve(Buffer.from(message.pdf.buffer));
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        clearTimeout(limit);
        this.current = null;
        reject(new Error('the thread ended without a file'));
      });
    });
  }
}
