import { createApp } from '../../src/create-app.js';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { logDestination } from '../../src/platform/logging/logger.js';
import { reportTo } from '../support/bench-server.js';

/** The whole application with everything on; its log goes to a file. */
const config = AppConfig.fromProcess();
const app = await createApp(config, logDestination(`${config.dataDir}/bench.log`));
await app.listen(0, '127.0.0.1');
reportTo(await app.getUrl());
