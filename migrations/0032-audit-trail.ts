import { makeInsertOnly } from './grants.js';
import type { Sql } from './migration.js';

/*
 * Who had access to whose data. Rows are numbered without gaps and each carries a keyed hash over itself and the hash before it, so that a
 * change, a row that was taken out and one that was put in are all found. No foreign keys: the trail outlives whom it names.
 * The running service can only add; the trigger holds for everybody, the owner included.
 */

const TABLES = `
CREATE TABLE audit_entries (
  seq bigint PRIMARY KEY CHECK (seq > 0),
  at timestamptz NOT NULL,
  action text NOT NULL CHECK (length(action) BETWEEN 1 AND 64),
  actor_id uuid,
  actor_role text NOT NULL CHECK (length(actor_role) BETWEEN 1 AND 32),
  -- The network that it came from (IPv4 /24, IPv6 /48), and a keyed hash of the whole address to compare with.
  network text CHECK (length(network) BETWEEN 1 AND 64),
  address_hash bytea,
  person_id uuid,
  what text NOT NULL CHECK (length(what) BETWEEN 1 AND 256),
  hash bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX audit_entries_person ON audit_entries (person_id, seq) WHERE person_id IS NOT NULL;
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, seq) WHERE actor_id IS NOT NULL;

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only';
END $$;

CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
`;

export async function up(sql: Sql): Promise<void> {
  await sql(TABLES);
  await makeInsertOnly(sql, 'audit_entries', { deletable: false });
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE audit_entries');
  await sql('DROP FUNCTION refuse_audit_change()');
}
