import { AppConfig, ConfigError } from './platform/config/app-config.js';
import { withoutPersonal } from './platform/errors/sentry-event.js';

/** Loaded before everything else (`node --import`), so that a failure while the program loads is reported. A bad configuration is main's to tell. */
function configured(): AppConfig | undefined {
  try {
    return AppConfig.fromProcess();
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

const config = configured();
const dsn = config?.monitoring.sentryDsn;
if (config !== undefined && dsn !== undefined) {
  const Sentry = await import('@sentry/node');
  Sentry.init({
    dsn,
    environment: config.environment,
    // Whatever looks at requests, breadcrumbs, variables or the machine is left out; what is left says where in the program it happened.
    defaultIntegrations: [
      Sentry.linkedErrorsIntegration(),
      Sentry.onUncaughtExceptionIntegration(),
      // As Node does without it: a rejection that nobody handles ends the process.
      Sentry.onUnhandledRejectionIntegration({ mode: 'strict' }),
    ],
    enableRuntimeChannelInjection: false,
    maxBreadcrumbs: 0,
    sendClientReports: false,
    beforeSend: withoutPersonal,
  });
}
