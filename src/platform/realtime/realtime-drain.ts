import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { EventDispatcher } from './event-dispatcher.js';
import { Handshake } from './handshake.js';
import { SessionConnections } from './session-connections.js';

const LIMIT_MS = 5_000;
const LOOK_MS = 20;

/**
 * Ends the connections of a process that stops: events under work are finished and acknowledged, then clients reconnect
 * elsewhere and resume.
 */
@Injectable()
export class RealtimeDrain {
  constructor(
    private readonly handshake: Handshake,
    private readonly dispatcher: EventDispatcher,
    private readonly connections: SessionConnections,
  ) {}

  async run(limitMs = LIMIT_MS): Promise<void> {
    this.handshake.startDraining();
    this.dispatcher.startDraining();
    const deadline = performance.now() + limitMs;
    while (this.connections.count > 0) {
      const isOver = performance.now() >= deadline;
      for (const connection of this.connections.all()) {
        if (isOver || connection.pending.size === 0) connection.closeForReconnect();
      }
      if (isOver) return;
      await sleep(LOOK_MS);
    }
  }
}
