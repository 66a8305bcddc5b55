import { AuditTrail } from '../audit/audit-trail.service.js';
import { AppConfig } from '../platform/config/app-config.js';
import { KeyRotation } from '../platform/crypto/key-rotation.js';
import { databaseOptions } from '../platform/database/database.options.js';
import { type Endpoints, DatabaseServer } from '../platform/database/database-server.js';
import { migrateDown, migrateUp, migrationStatus } from '../platform/database/migrate/migrator.js';
import { WatchedEvents } from '../security-watch/watched-events.service.js';
import { type Command, UsageError } from './command.js';
import { withApp } from './with-app.js';

/** Not through the application: it does not start on a schema that lacks something. */
async function onDatabase<T>(work: (endpoints: Endpoints) => Promise<T>): Promise<T> {
  const server = await DatabaseServer.open(databaseOptions(AppConfig.fromProcess()));
  try {
    return await work(server.endpoints);
  } finally {
    await server.close();
  }
}

const listed = (names: readonly string[]) => (names.length === 0 ? 'none' : names.join(', '));

export const maintenanceCommands: readonly Command[] = [
  {
    name: 'migrate up',
    usage: '',
    summary: 'apply the migrations that are missing',
    run: async (_input, { print }) => {
      print(`applied: ${listed(await onDatabase(({ owner }) => migrateUp(owner)))}`);
      return 0;
    },
  },
  {
    name: 'migrate down',
    usage: '[--steps 1]',
    summary: 'take the last migrations back, with their data',
    options: { steps: { type: 'string', default: '1' } },
    run: async ({ options }, { print }) => {
      const steps = Number(options['steps']);
      if (!Number.isInteger(steps) || steps < 1) throw new UsageError('--steps is a whole number from 1 on');
      print(`taken back: ${listed(await onDatabase(({ owner }) => migrateDown(owner, steps)))}`);
      return 0;
    },
  },
  {
    name: 'migrate status',
    usage: '',
    summary: 'say which migrations are applied and which are missing',
    run: async (_input, { print }) => {
      const { applied, pending } = await onDatabase(({ owner }) => migrationStatus(owner));
      print(`applied: ${listed(applied)}`);
      print(`missing: ${listed(pending)}`);
      return pending.length === 0 ? 0 : 1;
    },
  },
  {
    name: 'keys rotate',
    usage: '',
    summary: 'wrap all data keys with the newest master key',
    run: async (_input, { print, warn }) => {
      const { rewrapped, broken, remaining } = await withApp(async (app) => {
        const result = await app.get(KeyRotation).rewrapAll();
        await app.get(AuditTrail).record({ action: 'keys.rotated', personId: null, what: `${result.rewrapped} data keys` });
        app.get(WatchedEvents).note({ kind: 'keys.rotated' });
        return result;
      });
      print(`wrapped anew: ${rewrapped}, under an older key: ${remaining}`);
      if (broken.length > 0) warn(`not readable and left as they are: ${broken.join(', ')}`);
      return remaining === 0 ? 0 : 1;
    },
  },
];
