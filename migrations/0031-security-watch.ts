import { makeInsertOnly } from './grants.js';
import type { Sql } from './migration.js';

/*
 * What attackers do, counted, and the alerts that follow. Addresses and accounts stand here as keyed hashes only: enough to see that two events
 * have the same source, of no use to whoever reads a copy.
 */

const TABLES = `
CREATE TABLE watched_events (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
  account_hash bytea,
  address_hash bytea,
  route text CHECK (length(route) BETWEEN 1 AND 256),
  count integer NOT NULL CHECK (count > 0),
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX watched_events_age ON watched_events (at);
CREATE INDEX watched_events_kind ON watched_events (kind, at);

CREATE TABLE security_alerts (
  id uuid PRIMARY KEY,
  rule text NOT NULL CHECK (length(rule) BETWEEN 1 AND 64),
  -- What makes two alerts one: the rule's subject, hashed, and the window in which it is told once.
  subject_hash bytea NOT NULL,
  told_in timestamptz NOT NULL,
  content jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  attempts smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- Also the lease of whoever is sending it; null when there is nothing more to send.
  next_attempt_at timestamptz,
  delivered_at timestamptz,
  CONSTRAINT security_alerts_once UNIQUE (rule, subject_hash, told_in)
);
CREATE INDEX security_alerts_due ON security_alerts (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX security_alerts_age ON security_alerts (at);
`;

export async function up(sql: Sql): Promise<void> {
  await sql(TABLES);
  await makeInsertOnly(sql, 'watched_events', { deletable: true });
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE security_alerts, watched_events');
}
