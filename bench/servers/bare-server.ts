import { Controller, Get, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SESSION_COLUMNS, type SessionRow, toSessionState } from '../../src/session/session-row.js';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { Db } from '../../src/platform/database/db.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { LifecycleModule } from '../../src/platform/lifecycle/lifecycle.module.js';
import { LoggingModule } from '../../src/platform/logging/logging.module.js';
import { reportTo } from '../support/bench-server.js';

/** Nest on Express with one handler that does the query of `GET /session/:id`, and nothing else: no guard, no pipe, no limit, no log, no headers. */
@Controller()
class BareController {
  constructor(private readonly db: Db) {}

  @Get('session/:id')
  async read(@Param('id') id: string) {
    const [row] = await this.db.query<SessionRow>(`SELECT ${SESSION_COLUMNS} FROM sessions WHERE id = $1`, [id]);
    return row === undefined ? null : toSessionState(row, new Date());
  }
}

@Module({
  imports: [ConfigModule.forRoot(AppConfig.fromProcess()), LoggingModule.forRoot(), EventsModule, LifecycleModule, DatabaseModule],
  controllers: [BareController],
})
class BareModule {}

const app = await NestFactory.create(BareModule, { logger: false });
await app.listen(0, '127.0.0.1');
reportTo(await app.getUrl());
