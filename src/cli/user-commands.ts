import { z } from 'zod';
import { Role } from '../../libs/contracts/auth.js';
import { Email, LANGUAGES, Username } from '../../libs/contracts/primitives.js';
import { AccountAdmin } from '../auth/account-admin.service.js';
import { AppError } from '../platform/errors/app-error.js';
import { type Command, type CommandInput, required, UsageError } from './command.js';
import { withApp } from './with-app.js';

function parsed<Schema extends z.ZodType>(name: string, schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new UsageError(`--${name} is not usable: ${result.error.issues.map(({ message }) => message).join(', ')}`);
  return result.data;
}

const emailOf = (input: CommandInput) => parsed('email', Email, required(input, 'email'));

const Languages = z.array(z.enum(LANGUAGES)).max(LANGUAGES.length);

const EXPECTED: Readonly<Partial<Record<string, string>>> = {
  CONFLICT: 'There is an account with this e-mail already.',
  NOT_FOUND: 'There is no account with this e-mail.',
};

/** Says what is to be expected on one line; the rest fails as it is. */
async function explained(work: () => Promise<void>, warn: (line: string) => void): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    const text = error instanceof AppError ? EXPECTED[error.code] : undefined;
    if (text === undefined) throw error;
    warn(text);
    return 1;
  }
}

const create: Command = {
  name: 'user create',
  usage: '--email <e-mail> --role <user|counselor|admin> [--username <name>] [--languages ko,en]',
  summary: 'make an account and print its one-time password',
  options: { email: { type: 'string' }, role: { type: 'string' }, username: { type: 'string' }, languages: { type: 'string' } },
  run: async (input, { print, warn }) => {
    const email = emailOf(input);
    const role = parsed('role', Role, required(input, 'role'));
    const username = parsed('username', Username, input.options['username'] ?? email.split('@')[0]?.slice(0, 50));
    const languages = parsed('languages', Languages, String(input.options['languages'] ?? 'ko').split(','));
    return explained(async () => {
      const { userId, oneTimePassword } = await withApp((app) => app.get(AccountAdmin).create({ email, role, username, languages }));
      warn(`${role} ${userId} was made. The password below is shown once and only good for setting another.`);
      print(`one-time password: ${oneTimePassword}`);
    }, warn);
  },
};

const change = (verb: 'block' | 'unblock' | 'unlock', summary: string): Command => ({
  name: `user ${verb}`,
  usage: '--email <e-mail>',
  summary,
  options: { email: { type: 'string' } },
  run: (input, { print, warn }) => {
    const email = emailOf(input);
    return explained(async () => {
      await withApp((app) => app.get(AccountAdmin)[verb](email));
      print(`user ${verb}: done`);
    }, warn);
  },
});

export const userCommands: readonly Command[] = [
  create,
  change('block', 'sign an account out everywhere and let it in no more'),
  change('unblock', 'let a blocked account in again'),
  change('unlock', 'lift the locks that failed log-ins caused'),
];
