import type { Logger } from '../../logging/logger.js';
import type { Endpoints } from '../database-server.js';
import { migrateUp, migrationStatus } from './migrator.js';

/**
 * Brings the schema up to date in development. In production a start does not migrate, because the service's user cannot and
 * several instances start at once: it checks, and refuses to run on a schema that lacks something.
 */
export async function prepareSchema(endpoints: Endpoints, { production }: { production: boolean }, logger: Logger): Promise<void> {
  if (!production) {
    const applied = await migrateUp(endpoints.owner);
    if (applied.length > 0) logger.info({ applied }, 'migrations were applied');
    return;
  }
  const { pending } = await migrationStatus(endpoints.app);
  if (pending.length > 0) {
    throw new Error(`The database lacks ${pending.length} migrations (${pending.join(', ')}). Run: npm run cli -- migrate up`);
  }
}
