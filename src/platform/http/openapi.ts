import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { z } from 'zod';
import { Failure } from '../../../libs/contracts/envelope.js';
import { ERROR_CATALOGUE, ERROR_CODES } from '../../../libs/contracts/errors.js';
import { liftDefinitions } from './openapi-definitions.js';

const DESCRIPTION = [
  'Sessions between a person and a counselor, human or AI: signals, conversation, safety and reports.',
  'Every route is closed unless its description says `public`; answers come in one envelope, failures with a stable code.',
].join(' ');

/** Statuses that any route can answer with. */
const FAILURES = [...new Set(ERROR_CODES.map((code) => ERROR_CATALOGUE[code].status))].sort((a, b) => a - b);

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The API description, from the same schemas that validate. */
export function describeApi(app: NestExpressApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('BeMore')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = cleanupOpenApiDoc(SwaggerModule.createDocument(app, base), { version: '3.1' });
  for (const [path, item] of Object.entries(document.paths)) {
    const isOutside = !path.startsWith('/api/');
    for (const method of METHODS) addFailures(item[method], isOutside);
  }
  return liftDefinitions(document, { Failure: failureSchema() });
}

/** Outside of `/api` an answer that the route describes itself stays: readiness has a 503 of its own. */
function addFailures(operation: Operation | undefined, isOutside: boolean): void {
  if (operation === undefined) return;
  for (const status of FAILURES) {
    if (isOutside && operation.responses[status] !== undefined) continue;
    const description = ERROR_CODES.filter((code) => ERROR_CATALOGUE[code].status === status).join(', ');
    operation.responses[status] = { description, content: { 'application/json': { schema: { $ref: '#/$defs/Failure' } } } };
  }
}

const failureSchema = () => z.toJSONSchema(Failure, { io: 'output', target: 'draft-2020-12' }) as Record<string, unknown>;

/** Serves the description at `/openapi.json` and a page over it at `/docs`. */
export function serveApiDescription(app: NestExpressApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), { jsonDocumentUrl: 'openapi.json', raw: ['json'], customSiteTitle: 'BeMore API' });
}
