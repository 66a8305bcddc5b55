import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';

const PREFIX = '/console';

/** Where the build put the console: beside the built server, and below `dist` when the sources run as they are. */
const BUILT = ['../../../web/', '../../../dist/web/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Serves the console, a small page that runs a session in a browser. Without a build there is none. */
export function serveConsole(app: NestExpressApplication): void {
  const folder = BUILT.find((candidate) => existsSync(`${candidate}assets`));
  if (folder !== undefined) app.useStaticAssets(folder, { prefix: PREFIX, redirect: true, dotfiles: 'ignore' });
}
