import { createZodDto } from 'nestjs-zod';
import { EmptyBody, IdParams } from '../../libs/contracts/primitives.js';
import { ClaimBody, FeedbackBody, SessionListQuery, SessionStartBody } from '../../libs/contracts/session.js';

export class EmptyBodyDto extends createZodDto(EmptyBody) {}
export class SessionIdParams extends createZodDto(IdParams) {}
export class SessionStartDto extends createZodDto(SessionStartBody) {}
export class SessionListDto extends createZodDto(SessionListQuery) {}
export class ClaimDto extends createZodDto(ClaimBody) {}
export class FeedbackDto extends createZodDto(FeedbackBody) {}
