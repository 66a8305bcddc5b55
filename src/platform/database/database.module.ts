import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { getConnectionToken, SequelizeModule } from '@nestjs/sequelize';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Sequelize } from 'sequelize-typescript';
import { AppConfig } from '../config/app-config.js';
import { Readiness } from '../lifecycle/readiness.js';
import { Logger } from '../logging/logger.js';
import { DatabaseProbe } from './database-probe.js';
import { DatabaseServer } from './database-server.js';
import { databaseOptions, readPoolOptions, sequelizeOptions } from './database.options.js';
import { Db } from './db.js';
import { prepareSchema } from './migrate/prepare-schema.js';
import { Notices } from './notices.js';
import { Transactions } from './transactions.js';

const CLOSE_LIMIT_MS = 5_000;

@Module({
  providers: [
    {
      provide: DatabaseServer,
      inject: [AppConfig, Logger],
      useFactory: async (config: AppConfig, logger: Logger) => {
        const options = databaseOptions(config);
        const server = await DatabaseServer.open(options, (event, detail) => {
          logger.info({ event, ...detail }, 'embedded database');
        });
        try {
          await prepareSchema(server.endpoints, options, logger);
        } catch (error) {
          await server.close();
          throw error;
        }
        return server;
      },
    },
  ],
  exports: [DatabaseServer],
})
class DatabaseServerModule {}

/** Sequelize for the features' models, `Db` for what runs often, `Transactions`; closed last, when nothing uses them any more. */
@Global()
@Module({
  imports: [
    DatabaseServerModule,
    SequelizeModule.forRootAsync({
      imports: [DatabaseServerModule],
      inject: [DatabaseServer, AppConfig],
      useFactory: ({ endpoints }: DatabaseServer, config: AppConfig) => ({
        ...sequelizeOptions(endpoints.app, databaseOptions(config)),
        autoLoadModels: true,
        synchronize: false,
        autoCloseConnection: false,
        retryAttempts: 3,
        retryDelay: 1_000,
      }),
    }),
  ],
  providers: [
    {
      provide: Db,
      inject: [getConnectionToken(), DatabaseServer, AppConfig],
      useFactory: (sequelize: Sequelize, { endpoints }: DatabaseServer, config: AppConfig) =>
        new Db(sequelize, new pg.Pool(readPoolOptions(endpoints.reader, databaseOptions(config)))),
    },
    { provide: Transactions, inject: [getConnectionToken()], useFactory: (sequelize: Sequelize) => new Transactions(sequelize) },
    {
      provide: Notices,
      inject: [DatabaseServer, Db, Logger],
      useFactory: async ({ endpoints }: DatabaseServer, db: Db, logger: Logger) => {
        const notices = new Notices(endpoints.app, db, logger);
        await notices.open();
        return notices;
      },
    },
    {
      provide: DatabaseProbe,
      inject: [DatabaseServer, Readiness],
      useFactory: ({ endpoints }: DatabaseServer, readiness: Readiness) => {
        const probe = new DatabaseProbe(endpoints.app);
        readiness.register('postgres', () => probe.check());
        return probe;
      },
    },
  ],
  exports: [Db, Notices, Transactions],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    @Inject(getConnectionToken()) private readonly sequelize: Sequelize,
    private readonly db: Db,
    private readonly notices: Notices,
    private readonly probe: DatabaseProbe,
    private readonly server: DatabaseServer,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    const closed = Promise.allSettled([this.notices.close(), this.sequelize.close(), this.db.closeReadOnly(), this.probe.close()]);
    // A connection that nobody gives back must not keep the process from ending.
    await Promise.race([closed, delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
    await this.server.close();
  }
}
