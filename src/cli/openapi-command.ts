import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createApp } from '../create-app.js';
import { AppConfig } from '../platform/config/app-config.js';
import { describeApi } from '../platform/http/openapi.js';
import { type Command, UsageError } from './command.js';

const silent = { write: () => undefined };

export const openapiCommand: Command = {
  name: 'openapi',
  usage: '<file>',
  summary: 'write the API description',
  run: async ({ positionals }, { print }) => {
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new UsageError('one file is expected');
    const app = await createApp(AppConfig.fromProcess(), silent);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${JSON.stringify(describeApi(app), null, 2)}\n`);
    } finally {
      await app.close();
    }
    print(`written: ${file}`);
    return 0;
  },
};
