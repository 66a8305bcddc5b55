import type { Command } from './command.js';
import { maintenanceCommands } from './maintenance-commands.js';
import { openapiCommand } from './openapi-command.js';
import { oversightCommands } from './oversight-commands.js';
import { userCommands } from './user-commands.js';

/** Every command of the command line. */
export const COMMANDS: readonly Command[] = [...userCommands, ...maintenanceCommands, ...oversightCommands, openapiCommand];
