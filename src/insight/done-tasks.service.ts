import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { Insight, TaskState } from '../../libs/contracts/insights.js';
import { DashboardSources } from '../dashboard/dashboard-sources.service.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import { ReportSources } from '../report/report-sources.service.js';
import { DoneTaskRepository } from './done-task.repository.js';
import { InsightService } from './insight.service.js';

/** Which of the proposed tasks a person has done. A task is homework: it can be marked after the session as well. */
@Injectable()
export class DoneTasks implements OnModuleInit {
  constructor(
    private readonly repository: DoneTaskRepository,
    private readonly insights: InsightService,
    private readonly transactions: Transactions,
    private readonly reports: ReportSources,
    private readonly dashboards: DashboardSources,
  ) {}

  onModuleInit(): void {
    this.dashboards.register((personId, from, to) => this.repository.findTimes(personId, from, to));
  }

  /**
   * Marks a task, by its place among those of a finding, as done or as not done. Repeating it changes nothing.
   * @throws AppError NOT_FOUND when the session has no such finding, or the finding no such task
   */
  mark({ sessionId, personId }: SessionRef, insightId: string, task: number, isDone: boolean): Promise<TaskState> {
    return this.transactions.run(async (tx) => {
      const insight = (await this.insights.list(sessionId, tx)).find(({ id }) => id === insightId);
      if (insight?.tasks[task] === undefined) throw new AppError('NOT_FOUND');
      const ref = { sessionId, findingId: insightId, task };
      const doneAt = isDone ? await this.repository.add(ref, personId, tx) : null;
      if (!isDone) await this.repository.remove(ref, tx);
      await this.reports.changed(sessionId, tx);
      return { insightId, task, doneAt: doneAt?.toISOString() ?? null };
    });
  }

  /** A session's findings in the order of time, their tasks with when they were done. */
  async listInsights(sessionId: string, tx?: Transaction): Promise<Insight[]> {
    const insights = await this.insights.list(sessionId, tx);
    const times = new Map((await this.repository.findOf(sessionId, tx)).map((row) => [`${row.finding_id}:${row.task}`, row.done_at]));
    return insights.map((insight) => ({
      ...insight,
      tasks: insight.tasks.map((task, index) => {
        const doneAt = times.get(`${insight.id}:${index}`);
        return doneAt === undefined ? task : { ...task, doneAt: doneAt.toISOString() };
      }),
    }));
  }
}
