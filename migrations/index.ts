import * as foundation from './0001-foundation.js';
import * as accounts from './0002-accounts.js';
import * as mail from './0003-mail.js';
import * as reports from './0010-reports-dashboards.js';
import * as surveys from './0011-surveys.js';
import * as conversation from './0020-conversation.js';
import * as insight from './0021-insight.js';
import * as crisis from './0022-crisis.js';
import * as errorRollups from './0030-error-rollups.js';
import * as securityWatch from './0031-security-watch.js';
import * as auditTrail from './0032-audit-trail.js';
import * as dataExports from './0033-exports.js';
import * as liveSpeech from './0040-live-speech.js';
import * as doneTasks from './0050-done-tasks.js';
import * as counselorSeen from './0051-counselor-seen.js';
import type { Migration } from './migration.js';

export type { Migration, Sql } from './migration.js';

/**
 * All migrations in order. A list, not a folder scan: the TypeScript sources and the compiled program load the same ones, and
 * a file that is not imported here does not exist. Append; never renumber or edit one that was released.
 */
export const migrations: readonly Migration[] = [
  { name: '0001-foundation', up: foundation.up, down: foundation.down },
  { name: '0002-accounts', up: accounts.up, down: accounts.down },
  { name: '0003-mail', up: mail.up, down: mail.down },
  { name: '0010-reports-dashboards', up: reports.up, down: reports.down },
  { name: '0011-surveys', up: surveys.up, down: surveys.down },
  { name: '0020-conversation', up: conversation.up, down: conversation.down },
  { name: '0021-insight', up: insight.up, down: insight.down },
  { name: '0022-crisis', up: crisis.up, down: crisis.down },
  { name: '0030-error-rollups', up: errorRollups.up, down: errorRollups.down },
  { name: '0031-security-watch', up: securityWatch.up, down: securityWatch.down },
  { name: '0032-audit-trail', up: auditTrail.up, down: auditTrail.down },
  { name: '0033-exports', up: dataExports.up, down: dataExports.down },
  { name: '0040-live-speech', up: liveSpeech.up, down: liveSpeech.down },
  { name: '0050-done-tasks', up: doneTasks.up, down: doneTasks.down },
  { name: '0051-counselor-seen', up: counselorSeen.up, down: counselorSeen.down },
];
