import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORDINGS } from '../recordings/folder.js';

export const recording = (file: string): Buffer => readFileSync(join(RECORDINGS, file));

export interface Uploaded {
  status: number;
  data: unknown;
  error: { code: string; message: string; details?: { path: string; message: string }[] } | undefined;
}

export interface UploadOptions {
  fields?: Record<string, string>;
  /** As the client calls the file. */
  name?: string;
  type?: string;
  signal?: AbortSignal;
}

/** Sends a recording to be transcribed. */
export async function upload(url: string, token: string | null, bytes: Uint8Array, { fields = {}, name = 'a.bin', type = '', signal }: UploadOptions = {}): Promise<Uploaded> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('audio', new Blob([new Uint8Array(bytes)], { type }), name);
  const headers = token === null ? {} : { Authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/v1/stt/transcribe`, { method: 'POST', headers, body: form, ...(signal === undefined ? {} : { signal }) });
  const body = (await response.json()) as { data?: unknown; error?: Uploaded['error'] };
  return { status: response.status, data: body.data, error: body.error };
}
