import { createApp } from '../../src/create-app.js';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { DomainEvents, type DomainEventMap } from '../../src/platform/events/domain-events.js';
import { LimitsGuard } from '../../src/platform/limits/limits.guard.js';
import { logDestination } from '../../src/platform/logging/logger.js';
import { reportTo } from '../support/bench-server.js';

/**
 * The same application with what this benchmark asks the price of switched off: the limits let everything pass without counting, nothing hears of
 * requests and failures (metrics, error figures, security events), nothing is logged (LOG_LEVEL=silent), overload is not looked for.
 */
const UNHEARD: ReadonlySet<keyof DomainEventMap> = new Set(['request.ended', 'failure.occurred', 'limit.decided', 'limit.refused', 'socket.event'] as const);

LimitsGuard.prototype.canActivate = () => Promise.resolve(true);

const config = AppConfig.fromProcess();
const app = await createApp(config, logDestination(`${config.dataDir}/bench.log`));
const events = app.get(DomainEvents);
const emit = events.emit.bind(events);
events.emit = (event, payload) => {
  if (!UNHEARD.has(event)) emit(event, payload);
};
await app.listen(0, '127.0.0.1');
reportTo(await app.getUrl());
