import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CrisisNotice } from '../../libs/contracts/crisis.js';
import { Language } from '../../libs/contracts/primitives.js';
import {
  type Instrument,
  SurveyAnswers,
  type SurveyResponse,
  type SurveyResponseBody,
  type SurveyResponsesQuery,
} from '../../libs/contracts/survey.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import { SessionResolver } from '../platform/access/session-resolver.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { Transactions } from '../platform/database/transactions.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Page } from '../platform/http/answers.js';
import { bandOf, instrumentOf, instrumentsIn, problemsOf, scoreOf } from './instruments/instruments.js';
import { ITEM_9 } from './instruments/phq-9.js';
import { SurveyAlarms, type TellingAnswers } from './survey-alarms.service.js';
import { type ResponseRow, SurveyRepository } from './survey.repository.js';

/** As it is sealed: the score is kept with the answers, so that a later version of the scoring does not change the past. */
const storedResponse = z.object({
  answers: SurveyAnswers,
  language: Language,
  score: z.int().nullable(),
  change: z.int().nullable(),
  crisis: CrisisNotice.optional(),
});
type StoredResponse = z.infer<typeof storedResponse>;

const ref = (rowId: string) => ({ table: 'survey_responses', column: 'content_sealed', rowId });

const PROBLEMS = {
  missing: { ko: '꼭 답해 주세요.', en: 'is required' },
  unknown: { ko: '이 설문에 없는 질문입니다.', en: 'is no question of this questionnaire' },
  option: { ko: '보기 가운데 하나를 골라 주세요.', en: 'must be one of the options' },
  text: { ko: '글로 답해 주세요.', en: 'must be a text' },
} as const;

/** Questionnaires, and what people answered. */
@Injectable()
export class SurveyService {
  constructor(
    private readonly repository: SurveyRepository,
    private readonly sessions: SessionResolver,
    private readonly alarms: SurveyAlarms,
    private readonly cipher: FieldCipher,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
  ) {}

  instruments(language: Language): Instrument[] {
    return instrumentsIn(language);
  }

  /**
   * Stores answers with their published score. PHQ-9's item 9 above 0, and danger in the person's own words, raise an alert in the same
   * transaction; 0 and other words clear nothing.
   * @throws AppError VALIDATION_ERROR with every question that is wrong, NOT_FOUND for a session that is not the person's own
   */
  async answer(person: UserPrincipal, body: SurveyResponseBody, spoken: Language): Promise<SurveyResponse> {
    const { answers, language = spoken, sessionId = null } = body;
    const definition = instrumentOf(body.instrument);
    const problems = problemsOf(definition, answers);
    if (problems.length > 0) {
      const details = problems.map(({ questionId, problem }) => ({ path: `body.answers.${questionId}`, message: PROBLEMS[problem][spoken] }));
      throw new AppError('VALIDATION_ERROR', { details });
    }
    if (sessionId !== null) await this.requireOwn(person, sessionId);

    const id = uuidv7();
    const personId = person.userId;
    const score = scoreOf(definition, answers);
    const item9 = item9Of(body);
    const telling = { responseId: id, personId, sessionId, language, item9: item9 === 0 ? null : item9, text: wordsOf(answers) };
    const { stored, answeredAt } = await this.transactions.run(async (tx) => {
      await this.repository.holdPerson(personId, tx);
      const last = await this.repository.findLast(personId, definition.id, tx);
      const before = last === null ? null : (await this.open([last]))[0];
      const change = score === null || before?.score == null ? null : score - before.score;
      const crisis = telling.item9 === null && telling.text === null ? null : await this.alarms.look(telling, tx);
      const content: StoredResponse = { answers, language, score, change, ...(crisis === null ? {} : { crisis }) };
      const sealed = await this.cipher.seal(personId, ref(id), JSON.stringify(content), tx);
      const row = { id, personId, instrument: definition.id, version: definition.version, sessionId, content: sealed };
      return { stored: content, answeredAt: await this.repository.add(row, tx) };
    });
    this.events.emit('survey.answered', { responseId: id, personId, sessionId, instrument: definition.id, item9 });
    return view({ id, instrument: definition.id, version: definition.version, answered_at: answeredAt }, stored);
  }

  /** Newest first. */
  async list(personId: string, { instrument, limit, offset }: SurveyResponsesQuery): Promise<Page<SurveyResponse>> {
    const [rows, total] = await Promise.all([
      this.repository.findPage(personId, instrument ?? null, limit, offset),
      this.repository.count(personId, instrument ?? null),
    ]);
    const contents = await this.open(rows);
    const items = rows.flatMap((row, index) => {
      const content = contents[index];
      return content === undefined ? [] : [view(row, content)];
    });
    return new Page(items, { total, limit, offset });
  }

  /** When the person last answered a scored questionnaire. */
  lastAnsweredAt(personId: string): Promise<Date | null> {
    return this.repository.findLastTime(personId);
  }

  private async requireOwn(person: UserPrincipal, sessionId: string): Promise<void> {
    const session = await this.sessions.resolve(person, sessionId);
    if (session?.relation !== 'person') throw new AppError('NOT_FOUND');
  }

  private async open(rows: readonly ResponseRow[]): Promise<StoredResponse[]> {
    const texts = await this.cipher.openManyTexts(rows.map(({ id, content_sealed: envelope }) => ({ ref: ref(id), envelope })));
    return texts.map((text) => storedResponse.parse(JSON.parse(text)));
  }
}

function item9Of({ instrument, answers }: SurveyResponseBody): TellingAnswers['item9'] | 0 {
  if (instrument !== 'phq-9') return null;
  const answer = answers[ITEM_9];
  return answer === 1 || answer === 2 || answer === 3 ? answer : 0;
}

/** What was written, a line for each answer; null when nothing was. */
function wordsOf(answers: SurveyAnswers): string | null {
  const texts = Object.values(answers).filter((answer) => typeof answer === 'string');
  return texts.some((text) => text.trim() !== '') ? texts.join('\n') : null;
}

function view(row: Pick<ResponseRow, 'id' | 'instrument' | 'version' | 'answered_at'>, content: StoredResponse): SurveyResponse {
  const { answers, language, score, change, crisis } = content;
  return {
    id: row.id,
    instrument: row.instrument,
    version: row.version,
    answeredAt: row.answered_at.toISOString(),
    answers,
    score,
    band: bandOf(instrumentOf(row.instrument), score, language),
    change,
    ...(crisis === undefined ? {} : { crisis }),
  };
}
