import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { DestinationStream } from 'pino';
import { AppConfig } from '../config/app-config.js';
import { createLogger, Logger } from './logger.js';

@Global()
@Module({})
export class LoggingModule {
  /** @param destination instead of stdout and files */
  static forRoot(destination?: DestinationStream): DynamicModule {
    const provider = {
      provide: Logger,
      inject: [AppConfig],
      useFactory: ({ log, dataDir, retention }: AppConfig) =>
        createLogger({ level: log.level, files: log.files, dataDir, keepDays: retention.logsDays, destination }),
    };
    return { module: LoggingModule, providers: [provider], exports: [Logger] };
  }
}
