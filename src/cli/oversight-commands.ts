import { AuditTrail } from '../audit/audit-trail.service.js';
import { RetentionJob } from '../retention/retention.job.js';
import { type Command, UsageError } from './command.js';
import { withApp } from './with-app.js';

const HEAD = /^(?<seq>\d{1,15}):(?<hash>[\da-f]{64})$/;

function notedHead(value: string | boolean | undefined): { seq: number; hash: string } | undefined {
  if (value === undefined) return undefined;
  const { seq, hash } = HEAD.exec(String(value))?.groups ?? {};
  if (seq === undefined || hash === undefined) throw new UsageError('--head is what an earlier verification printed, number:hash');
  return { seq: Number(seq), hash };
}

export const oversightCommands: readonly Command[] = [
  {
    name: 'audit verify',
    usage: '[--head number:hash]',
    summary: 'look for altered, missing or cut-off entries of the audit trail; prints its head to note down',
    options: { head: { type: 'string' } },
    run: async ({ options }, { print, warn }) => {
      const noted = notedHead(options['head']);
      const { entries, head, problems } = await withApp((app) => app.get(AuditTrail).verify(noted));
      print(`entries: ${entries}`);
      if (head !== null) print(`head: ${head.seq}:${head.hash}`);
      for (const { seq, problem } of problems) warn(`entry ${seq}: ${problem}`);
      print(problems.length === 0 ? 'the trail is whole' : 'the trail is NOT whole');
      return problems.length === 0 ? 0 : 1;
    },
  },
  {
    name: 'retention run',
    usage: '',
    summary: 'remove what was kept long enough, and say how much',
    run: async (_input, { print }) => {
      const report = await withApp((app) => app.get(RetentionJob).run());
      for (const [kind, count] of Object.entries(report)) print(`${kind}: ${count < 0 ? 'failed' : count}`);
      return Object.values(report).some((count) => count < 0) ? 1 : 0;
    },
  },
];
