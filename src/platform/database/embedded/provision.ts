import pg from 'pg';

import type { Passwords } from './cluster.js';

/** Any number nobody else uses; serializes processes that set up the same cluster. */
const SETUP_LOCK = 7_120_001;

/**
 * Makes the two roles of the running program, which own nothing and cannot create anything, and the database.
 * @param owner connected as bemore_owner.
 */
export async function provision(owner: pg.Client, passwords: Passwords, database: string): Promise<void> {
  await owner.query('SELECT pg_advisory_lock($1)', [SETUP_LOCK]);
  try {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT rolname AS name FROM pg_roles WHERE rolname IN ('bemore_app', 'bemore_reader')
       UNION ALL SELECT datname FROM pg_database WHERE datname = $1`,
      [database],
    );
    const present = new Set(rows.map((row) => row.name));
    for (const role of ['bemore_app', 'bemore_reader'] as const) {
      if (present.has(role)) continue;
      await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(passwords[role])}`);
    }
    if (present.has(database)) return;
    const name = pg.escapeIdentifier(database);
    await owner.query(`CREATE DATABASE ${name}`);
    await owner.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await owner.query(`GRANT CONNECT ON DATABASE ${name} TO bemore_app, bemore_reader`);
  } finally {
    await owner.query('SELECT pg_advisory_unlock($1)', [SETUP_LOCK]);
  }
}
