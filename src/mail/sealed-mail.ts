import { z } from 'zod';

/** What stands sealed in a row of the outbox. */
export const SealedMail = z.strictObject({ to: z.string(), subject: z.string(), text: z.string(), html: z.string() });

export const outboxRef = (rowId: string) => ({ table: 'mail_outbox', column: 'content_sealed', rowId });
