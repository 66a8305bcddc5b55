import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { VersioningType } from '@nestjs/common';
import cookieParser from 'cookie-parser';
import cors from 'cors';
import type { NextFunction, Request, Response } from 'express';
import { ERROR_CATALOGUE } from '../../../libs/contracts/errors.js';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../errors/app-error.js';
import { DomainEvents } from '../events/domain-events.js';
import { LimitsGuard } from '../limits/limits.guard.js';
import { Logger } from '../logging/logger.js';
import { overloadMiddleware } from '../overload/overload.middleware.js';
import { Overload } from '../overload/overload.service.js';
import { bodyMiddleware } from './body.middleware.js';
import { chain } from './chain.js';
import { answerClientErrors } from './client-error.js';
import { corsOptions } from './cors.js';
import { toAppError } from './failure.js';
import { Failures } from './failures.js';
import { httpsMiddleware } from './https.middleware.js';
import { requestMiddleware } from './request.middleware.js';
import { securityHeaders } from './security-headers.js';
import { versionAliasMiddleware } from './version-alias.middleware.js';

const HEADERS_TIMEOUT_MS = 10_000;
const CHECK_MS = 1_000;
const KEEP_ALIVE_MS = 65_000;
const MAX_HEADERS = 100;
/** Where cookie mode keeps its refresh token. */
const COOKIE_PATHS = '/api/v1/auth';
const SOCKETS_PATH = '/socket.io/';
/** What is served without a route, and so without a guard. */
const PAGES = ['/docs', '/openapi.json', '/console'];
/** Routes outside `/api/v1`. */
const UNPREFIXED = ['', 'health', 'health/live', 'health/ready', 'metrics'];

/** Everything a request passes before its route, in order; called before `init()`. */
export function configureHttp(app: NestExpressApplication): void {
  const config = app.get(AppConfig);
  const failures = app.get(Failures);
  const limits = app.get(LimitsGuard);
  const { trustProxy, corsOrigins, jsonLimitBytes, requestTimeoutMs } = config.http;

  app.set('trust proxy', trustProxy);
  app.set('etag', false);
  app.disable('x-powered-by');
  app.setGlobalPrefix('api', { exclude: UNPREFIXED });
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });

  const begin = requestMiddleware(app.get(Logger), failures, app.get(DomainEvents), { defaultLanguage: config.defaultLanguage, timeoutMs: requestTimeoutMs });
  app.use(
    chain(
      begin,
      securityHeaders(config.isProduction),
      cors(corsOptions(corsOrigins)),
      ...(config.isProduction && trustProxy > 0 ? [httpsMiddleware] : []),
      hostMiddleware,
      versionAliasMiddleware,
      overloadMiddleware(app.get(Overload)),
      bodyMiddleware(jsonLimitBytes),
    ),
  );
  app.use(COOKIE_PATHS, cookieParser());
  app.use(PAGES, (request: Request, response: Response, next: NextFunction) => void limits.limitUnrouted(request, response).then(() => next(), next));
  app.use(answerErrors(failures, limits));

  const server = app.getHttpServer();
  server.headersTimeout = Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs);
  server.requestTimeout = requestTimeoutMs;
  // Options that Node declares at creation alone, which is Nest's: it looks for connections over their time only every 30 s, answers a request without
  // a Host outside of the envelope, and gives every upgrade to the sockets, which hang up on what is not theirs.
  Object.assign(server, { connectionsCheckingInterval: CHECK_MS, requireHostHeader: false, shouldUpgradeCallback: isForSockets });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => server.emit('request', request, response));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxHeadersCount = MAX_HEADERS;
  answerClientErrors(server);
}

const isForSockets = ({ url, headers }: IncomingMessage): boolean => url?.startsWith(SOCKETS_PATH) === true && headers.upgrade?.toLowerCase() === 'websocket';

const hostMiddleware = (request: Request, _response: Response, next: NextFunction): void => {
  const isMissing = request.headers.host === undefined && request.httpVersion === '1.1';
  next(isMissing ? new AppError('VALIDATION_ERROR', { details: [{ path: 'headers.host', message: 'missing' }] }) : undefined);
};

/** What no route took; called after `init()`. */
export function configureFallbacks(app: NestExpressApplication): void {
  const failures = app.get(Failures);
  const answer = answerErrors(failures, app.get(LimitsGuard));
  const instance = app.getHttpAdapter().getInstance();
  instance.use((_request: Request, _response: Response, next: NextFunction) => next(new AppError('NOT_FOUND')));
  instance.use(answer);
}

/** Answers what went wrong outside of the routes. It is counted like a request to one, unless the server itself cannot go on. */
const answerErrors =
  (failures: Failures, limits: LimitsGuard) =>
  // Express knows an error handler by its four parameters.
  (thrown: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const error = toAppError(thrown);
    const counted = ERROR_CATALOGUE[error.code].status < 500 ? limits.limitUnrouted(request, response) : Promise.resolve();
    counted.then(
      () => failures.answer(request, response, error),
      (refusal: unknown) => failures.answer(request, response, refusal),
    );
  };
