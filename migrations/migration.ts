/** Runs SQL in the migration's transaction. A text without bound values may hold several statements. */
export type Sql = <Row extends object = Record<string, unknown>>(text: string, bind?: readonly unknown[]) => Promise<Row[]>;

/** One numbered step of the schema. `down` undoes exactly what `up` did. */
export interface Migration {
  name: string;
  up: (sql: Sql) => Promise<void>;
  down: (sql: Sql) => Promise<void>;
}
