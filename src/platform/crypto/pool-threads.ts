import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

const THREADS = '/proc/self/task';
/** What libuv names the threads of its pool, since Node 24. */
const POOL_THREAD = 'libuv-worker';
/** A tenth of the share that the main thread gets when both want the processor (sched(7)). */
const NICE = 10;

/**
 * Lets the threads that hash passwords run only when nobody else of this machine wants the processor: they need a quarter of a second each,
 * and everything else a moment. With 50 log-ins at once on two cores it is the difference between twice and thirty times the idle
 * time of another request. Linux has priorities by thread; elsewhere, and where a thread has another name, nothing happens.
 * Says how many threads it found.
 */
export function quietPoolThreads(): number {
  if (process.platform !== 'linux') return 0;
  try {
    const threads = readdirSync(THREADS).filter((id) => readFileSync(`${THREADS}/${id}/comm`, 'utf8').trim() === POOL_THREAD);
    for (const id of threads) setPriority(Number(id), NICE);
    return threads.length;
  } catch {
    return 0;
  }
}
