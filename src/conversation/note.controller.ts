import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { Note, NoteBody } from '../../libs/contracts/conversation.js';
import { PageQuery } from '../../libs/contracts/primitives.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account, TheSession } from '../platform/access/caller.decorator.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { NoteService } from './note.service.js';

class NoteDto extends createZodDto(NoteBody) {}
class PageDto extends createZodDto(PageQuery) {}

/** The person whom the notes are about is 403; whoever does not know of the session, 404. */
@Controller('session/:id/notes')
export class NoteController {
  constructor(private readonly notes: NoteService) {}

  @Get()
  @Allow('session.note', { summary: 'The counselor’s notes, oldest first', answer: Note, form: 'list', session: ['counselor'] })
  list(@TheSession() session: SessionRef, @Query() query: PageDto) {
    return this.notes.list(session.sessionId, query);
  }

  @Post()
  @Allow('session.note', { summary: 'Add a note', answer: Note, status: 201, session: ['counselor'] })
  add(@TheSession() session: SessionRef, @Account() account: UserPrincipal, @Body() body: NoteDto) {
    return this.notes.add(session, account.userId, body.text);
  }
}
