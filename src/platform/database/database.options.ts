import type { SequelizeModuleOptions } from '@nestjs/sequelize';
import pg, { type PoolConfig } from 'pg';
import type { AppConfig } from '../config/app-config.js';
import type { Endpoint } from './connection.js';
import { guardedClient } from './guarded-client.js';

export interface DatabaseOptions {
  /** Unset: the embedded server in `dataDir`. */
  databaseUrl?: string;
  /** For the read-only connection; unset: `databaseUrl`. */
  readUrl?: string;
  /** For migrations; unset: `databaseUrl`. */
  ownerUrl?: string;
  dataDir: string;
  poolMax: number;
  statementTimeoutMs: number;
  /** PEM file with the authority of the server's certificate. */
  caFile?: string;
  production: boolean;
}

export function databaseOptions({ database, dataDir, isProduction }: AppConfig): DatabaseOptions {
  return {
    databaseUrl: database.url,
    readUrl: database.readUrl,
    ownerUrl: database.ownerUrl,
    poolMax: database.poolMax,
    statementTimeoutMs: database.statementTimeoutMs,
    caFile: database.caFile,
    dataDir,
    production: isProduction,
  };
}

export type PoolLimits = Pick<DatabaseOptions, 'poolMax' | 'statementTimeoutMs'>;

/** How long a caller waits for a connection before it is told that the service is unavailable. */
const ACQUIRE_MS = 2_000;
const CONNECT_MS = 2_000;
/** A transaction that waits for its program this long holds locks for nothing. */
const IDLE_IN_TRANSACTION_MS = 15_000;
const IDLE_MS = 60_000;
/** After the server should have ended a statement by itself. */
const ANSWER_GRACE_MS = 2_000;

const sessionSettings = (name: string, limits: PoolLimits) => ({
  application_name: name,
  statement_timeout: limits.statementTimeoutMs,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  connectionTimeoutMillis: CONNECT_MS,
  keepAlive: true,
});

/** Sequelize on the connection that reads and writes. Logging is off: statements come with their values. */
export function sequelizeOptions(endpoint: Endpoint, limits: PoolLimits): SequelizeModuleOptions {
  return {
    dialect: 'postgres',
    host: endpoint.host,
    port: endpoint.port,
    username: endpoint.user,
    password: endpoint.password,
    database: endpoint.database,
    pool: { max: limits.poolMax, min: 0, acquire: ACQUIRE_MS, idle: IDLE_MS, evict: 10_000 },
    logging: false,
    dialectModule: { Client: guardedClient(limits.statementTimeoutMs + ANSWER_GRACE_MS), types: pg.types },
    define: { underscored: true, freezeTableName: true, timestamps: false },
    dialectOptions: { ...sessionSettings('bemore', limits), ssl: endpoint.ssl, clientMinMessages: 'ignore' },
  };
}

/** The read-only pool: a quarter of the size; every transaction in it is read-only whatever its role may do. */
export function readPoolOptions(endpoint: Endpoint, limits: PoolLimits): PoolConfig {
  return {
    ...endpoint,
    ...sessionSettings('bemore-read', limits),
    options: '-c default_transaction_read_only=on',
    Client: guardedClient(limits.statementTimeoutMs + ANSWER_GRACE_MS),
    max: Math.max(1, Math.ceil(limits.poolMax / 4)),
    connectionTimeoutMillis: ACQUIRE_MS,
    idleTimeoutMillis: IDLE_MS,
  };
}
