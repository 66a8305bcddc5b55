import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { AppConfig } from '../platform/config/app-config.js';

const WORTH_SHOWING = /"level":"(?:warn|error|fatal)"/;

/** The output is the command's alone: what goes wrong is told on stderr, the rest of the log nowhere. */
const warnings = {
  write: (line: string) => {
    if (WORTH_SHOWING.test(line)) process.stderr.write(line);
  },
};

/** Runs `work` in the application without its server: its services, on the configured database, beside instances that run. */
export async function withApp<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(AppConfig.fromProcess(), warnings), { logger: false, abortOnError: false });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
