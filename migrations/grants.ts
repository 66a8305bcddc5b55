import type { Sql } from './migration.js';

/*
 * Three roles share the database.
 * - The owner (bemore_owner on the embedded server, the user of DATABASE_OWNER_URL elsewhere) migrates and owns everything.
 * - bemore_app runs the service: it reads and writes rows and cannot create, alter or drop anything.
 * - bemore_reader reads what a migration grants it by name, for dashboards and reports.
 * On a server of one's own, create log-in users and make them members of the two:
 *   CREATE ROLE service LOGIN PASSWORD '…' IN ROLE bemore_app;
 *   CREATE ROLE dashboards LOGIN PASSWORD '…' IN ROLE bemore_reader;
 * Where the owner may not create roles, an administrator makes the two first (CREATE ROLE bemore_app; CREATE ROLE
 * bemore_reader); without them the grants are left out and the owner's own user can run the service.
 */

/** Makes the two roles where they are missing and the owner may; gives the app its rights on all tables to come. */
export async function createRoles(sql: Sql): Promise<void> {
  for (const role of ['bemore_app', 'bemore_reader']) {
    // Roles belong to the whole server: another database's migration may make the same one at this moment.
    await sql(`DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} NOLOGIN; END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL; END $$`);
  }
  await forRole(sql, 'bemore_app', [
    'GRANT USAGE ON SCHEMA public TO bemore_app',
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO bemore_app',
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO bemore_app',
    // So that a start in production can tell whether the schema is the one it was built for.
    'GRANT SELECT ON schema_migrations TO bemore_app',
  ]);
  await forRole(sql, 'bemore_reader', ['GRANT USAGE ON SCHEMA public TO bemore_reader']);
}

/** Takes both roles' rights in this database back; the roles stay, other databases of the server may use them. */
export async function dropGrants(sql: Sql): Promise<void> {
  await forRole(sql, 'bemore_app', [
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM bemore_app',
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM bemore_app',
    'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM bemore_app',
    'REVOKE ALL ON SCHEMA public FROM bemore_app',
  ]);
  await forRole(sql, 'bemore_reader', [
    'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM bemore_reader',
    'REVOKE ALL ON SCHEMA public FROM bemore_reader',
  ]);
}

/** Lets the read-only role see a table, or only the named columns of it. */
export async function letReaderSee(sql: Sql, table: string, columns?: readonly string[]): Promise<void> {
  const list = columns === undefined ? '' : ` (${columns.join(', ')})`;
  await forRole(sql, 'bemore_reader', [`GRANT SELECT${list} ON ${table} TO bemore_reader`]);
}

/** Takes changing (and, when asked, deleting) rows of a table away from the running service: what is written stays as it is. */
export async function makeInsertOnly(sql: Sql, table: string, { deletable }: { deletable: boolean }): Promise<void> {
  await forRole(sql, 'bemore_app', [`REVOKE UPDATE, TRUNCATE${deletable ? '' : ', DELETE'} ON ${table} FROM bemore_app`]);
}

async function forRole(sql: Sql, role: string, statements: readonly string[]): Promise<void> {
  const found = await sql('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (found.length > 0) await sql(statements.join(';\n'));
}
