import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import { InjectModel, SequelizeModule } from '@nestjs/sequelize';
import { Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Column, DataType, Model, Table } from 'sequelize-typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/harness/recording-logger.js';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { AppConfig } from '../config/app-config.js';
import { ConfigModule } from '../config/config.module.js';
import { EventsModule } from '../events/events.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { Readiness } from '../lifecycle/readiness.js';
import { Logger } from '../logging/logger.js';
import { LoggingModule } from '../logging/logging.module.js';
import { parseEndpoint } from './connection.js';
import { DatabaseModule } from './database.module.js';
import { Db } from './db.js';
import { migrateDown, migrateUp } from './migrate/migrator.js';
import { Transactions } from './transactions.js';
import { uuidv7 } from './uuid.js';

@Table({ tableName: 'persons' })
class Person extends Model {
  @Column({ type: DataType.UUID, primaryKey: true })
  declare id: string;

  @Column(DataType.TEXT)
  declare kind: string;
}

@Injectable()
class Feature implements OnApplicationShutdown {
  readonly seen: string[] = [];

  constructor(
    @InjectModel(Person) private readonly persons: typeof Person,
    private readonly db: Db,
    private readonly transactions: Transactions,
  ) {}

  async add(): Promise<number> {
    const id = uuidv7();
    await this.transactions.run(async (transaction) => {
      await this.persons.create({ id, kind: 'guest' }, { transaction });
      await this.db.execute("UPDATE persons SET kind = 'account' WHERE id = $1", [id], transaction);
    });
    return (await this.db.query('SELECT 1 FROM persons WHERE id = $1 AND kind = $2', [id, 'account'])).length;
  }

  async onApplicationShutdown(): Promise<void> {
    this.seen.push(`shutdown ${await this.add()}`);
  }
}

@Module({ imports: [SequelizeModule.forFeature([Person])], providers: [Feature] })
class FeatureModule {}

function application(config: AppConfig, logger: Logger = recordingLogger().logger) {
  return Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), LoggingModule.forRoot(), EventsModule, LifecycleModule, DatabaseModule, FeatureModule],
  })
    .overrideProvider(Logger)
    .useValue(logger)
    .compile();
}

describe('DatabaseModule', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'bemore-module-'));
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const config = (more: Record<string, string> = {}) =>
    AppConfig.from({
      NODE_ENV: 'test',
      DATA_DIR: folder,
      DATABASE_URL: database.url,
      DATABASE_OWNER_URL: database.ownerUrl,
      DATABASE_READ_URL: database.readUrl,
      ...more,
    });

  it('gives features models, Db and Transactions, and closes after them', async () => {
    const app = await application(config());
    const feature = app.get(Feature, { strict: false });
    expect(await feature.add()).toBe(1);
    expect(await app.get(Readiness).failing()).toEqual([]);
    await app.close();
    expect(feature.seen).toEqual(['shutdown 1']);
  });

  it('starts and migrates the embedded server when no URL is set, and ends it with itself', async () => {
    const { logger, lines } = recordingLogger();
    const dataDir = join(folder, 'embedded');
    const app = await application(AppConfig.from({ NODE_ENV: 'test', DATA_DIR: dataDir }), logger);
    expect(await app.get(Feature, { strict: false }).add()).toBe(1);
    expect(await app.get(Db).query('SELECT current_user AS role')).toEqual([{ role: 'bemore_app' }]);
    expect(await app.get(Db).readOnly.query('SELECT current_user AS role')).toEqual([{ role: 'bemore_reader' }]);
    await app.close();
    expect(lines.flatMap(({ fields }) => ('event' in fields ? [fields.event] : []))).toEqual(
      expect.arrayContaining(['initialized', 'started', 'stopped']),
    );
    expect(await readdir(join(dataDir, 'postgres', 'data'))).not.toContain('postmaster.pid');
  });

  it('refuses to start in production on a schema that lacks a migration, and starts on a complete one', async () => {
    const production = config({
      NODE_ENV: 'production',
      JWT_ACCESS_SECRETS: secret(),
      JWT_REFRESH_SECRETS: secret(),
      LOOKUP_KEY: secret(),
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('hex')}`,
    });
    const owner = parseEndpoint(database.ownerUrl, { production: false });
    await migrateDown(owner, 1);
    await expect(application(production)).rejects.toThrow(/lacks 1 migrations .* migrate up/);
    await migrateUp(owner);
    const app = await application(production);
    expect(await app.get(Feature, { strict: false }).add()).toBe(1);
    await app.close();
  });
});

function secret(): string {
  return randomBytes(48).toString('base64url');
}
