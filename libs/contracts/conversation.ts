import { z } from 'zod';
import { CrisisNotice } from './crisis.js';
import { Failure } from './envelope.js';
import { Count, Instant, RowId, Uuid, answerText, queryInteger, writtenText } from './primitives.js';
import { strictObject } from './strict-object.js';

export const MESSAGE_MAX = 2_000;
export const NOTE_MAX = 10_000;

/** Who takes part in a session: the person, the human counselor, the AI counselor. */
export const Speaker = z.enum(['user', 'counselor', 'ai']);
export type Speaker = z.infer<typeof Speaker>;

export const MessageBody = strictObject({ text: writtenText(MESSAGE_MAX).describe('1–2000 characters, not blank') });
export type MessageBody = z.infer<typeof MessageBody>;

/** A stored message of the conversation. */
export const Message = strictObject({
  id: RowId,
  sessionId: RowId,
  role: Speaker,
  text: answerText(8_000),
  createdAt: Instant,
  notice: answerText(500).optional().describe('With every reply of the AI: that it is one'),
}).meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;

/** Messages that one page of a conversation may hold. */
export const MESSAGES_PAGE_MAX = 1_000;

export const MessagesQuery = strictObject({
  limit: queryInteger(1, MESSAGES_PAGE_MAX).default(MESSAGES_PAGE_MAX).describe('Messages at most, in the order of the conversation'),
  offset: queryInteger(0, 100_000).default(0).describe('Messages to pass over; 0 when left out'),
});
export type MessagesQuery = z.infer<typeof MessagesQuery>;

/** `reply` is null when a human counselor answers, in their own time. */
export const MessageAnswer = strictObject({
  message: Message,
  reply: Message.nullable(),
  crisis: CrisisNotice.optional().describe('Helplines, whenever there is cause'),
});
export type MessageAnswer = z.infer<typeof MessageAnswer>;

export const NoteBody = strictObject({ text: writtenText(NOTE_MAX) });
export type NoteBody = z.infer<typeof NoteBody>;

/** A counselor's note about a session; the person it is about does not see it. */
export const Note = strictObject({
  id: RowId,
  sessionId: RowId,
  authorId: RowId,
  text: answerText(NOTE_MAX),
  createdAt: Instant,
}).meta({ id: 'Note' });
export type Note = z.infer<typeof Note>;

/** A human counselor beside the AI one. */
export const HandoverBody = strictObject({
  counselorId: z.union([z.literal('ai'), Uuid]).describe('A counselor who may read the session and speaks while joined; ai: nobody'),
});
export type HandoverBody = z.infer<typeof HandoverBody>;

export const HandoverAnswer = strictObject({ sessionId: RowId, humanCounselorId: Uuid.nullable() });
export type HandoverAnswer = z.infer<typeof HandoverAnswer>;

const ReplyId = RowId.describe('One streamed reply, from begin to complete or error');

export const ReplyBegin = strictObject({ replyId: ReplyId, notice: answerText(500).describe('That an AI answers') });
export type ReplyBegin = z.infer<typeof ReplyBegin>;

export const ReplyChunk = strictObject({
  replyId: ReplyId, index: Count.describe('From 0 on, without gaps'), chunk: answerText(8_000),
});
export type ReplyChunk = z.infer<typeof ReplyChunk>;

export const ReplyComplete = strictObject({ replyId: ReplyId, messageId: RowId });
export type ReplyComplete = z.infer<typeof ReplyComplete>;

export const ReplyError = strictObject({ replyId: ReplyId, error: Failure.shape.error.pick({ code: true, message: true }) });
export type ReplyError = z.infer<typeof ReplyError>;
