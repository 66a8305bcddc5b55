import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 25;

/** Waits until `check` throws no more; its last error when it never does. */
export async function eventually(check: () => unknown, withinMs = 5_000): Promise<void> {
  for (const deadline = Date.now() + withinMs; ; ) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await sleep(EVERY_MS);
    }
  }
}
