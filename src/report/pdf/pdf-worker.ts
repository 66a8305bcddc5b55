import { parentPort, workerData } from 'node:worker_threads';
import { type PdfContent, renderReport } from './render-report.js';

/** What the thread says: how far it is, then the file. */
export type WorkerMessage = { readonly progress: number } | { readonly pdf: Uint8Array<ArrayBuffer> };

const say = (message: WorkerMessage, transfer: ArrayBuffer[] = []) => parentPort?.postMessage(message, transfer);

const pdf = await renderReport(workerData as PdfContent, (progress) => say({ progress }));
// A buffer of its own, so that it can be handed over instead of copied.
const bytes = new Uint8Array(pdf);
say({ pdf: bytes }, [bytes.buffer]);
