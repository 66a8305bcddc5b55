import { createApp } from './create-app.js';
import { AppConfig, ConfigError } from './platform/config/app-config.js';
import { drain } from './platform/lifecycle/drain.js';
import { Logger } from './platform/logging/logger.js';

async function main(): Promise<void> {
  const config = AppConfig.fromProcess();
  const app = await createApp(config);
  const logger = app.get(Logger);
  if (config.secrets.announced !== null) logger.warn({ file: config.secrets.announced }, 'development secrets were made and kept in the data folder');
  await app.listen(config.http.port, config.http.host);

  const url = (await app.getUrl()).replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
  logger.info({ url, environment: config.environment }, 'listening');
  if (!config.isProduction) {
    process.stdout.write(`\n  BeMore is running\n    API          ${url}/api/v1\n    Console      ${url}/console\n    Description  ${url}/docs\n\n`);
  }

  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void drain(app).then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, 'the drain failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});
