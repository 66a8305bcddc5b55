import { Module } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { Db } from '../platform/database/db.js';
import { Overload } from '../platform/overload/overload.service.js';
import { SignalModule } from '../signal/signal.module.js';
import { SignalWriter } from '../signal/signal-writer.service.js';
import { CensusRepository } from './census.repository.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsService } from './metrics.service.js';
import { SentryReporter } from './sentry-reporter.service.js';

/** So many times the pool's size may wait for a connection before that counts as full. */
const WAITING_POOLS = 4;

/** Shows what the server does, and says which queues make it overloaded. A full queue of password hashes is not among them: it refuses for itself. */
@Module({ imports: [SignalModule], controllers: [MetricsController], providers: [CensusRepository, MetricsService, SentryReporter] })
export class MonitoringModule {
  constructor(overload: Overload, signals: SignalWriter, db: Db, { database }: AppConfig) {
    overload.register('signals', () => signals.fullness);
    overload.register('database', () => db.load.waiting / (WAITING_POOLS * database.poolMax));
  }
}
