import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { DestinationStream } from 'pino';
import { AppModule } from './app.module.js';
import type { AppConfig } from './platform/config/app-config.js';
import { configureFallbacks, configureHttp } from './platform/http/configure-http.js';
import { serveConsole } from './platform/http/console.js';
import { EnvelopeAdapter } from './platform/http/envelope.adapter.js';
import { serveApiDescription } from './platform/http/openapi.js';
import { Logger } from './platform/logging/logger.js';
import { NestLogger } from './platform/logging/nest-logger.js';
import { configureRealtime } from './platform/realtime/configure-realtime.js';

/** The whole application, initialized and not yet listening. */
export async function createApp(config: AppConfig, logDestination?: DestinationStream): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config, logDestination), new EnvelopeAdapter(), {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
    autoFlushLogs: false,
    forceCloseConnections: true,
  });
  app.useLogger(new NestLogger(app.get(Logger)));
  configureHttp(app);
  configureRealtime(app);
  serveApiDescription(app);
  serveConsole(app);
  await app.init();
  configureFallbacks(app);
  return app;
}
