import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

const ANSWER = JSON.stringify({
  task: 'transcribe',
  language: 'korean',
  duration: 60,
  text: '네',
  segments: [{ id: 0, start: 0, end: 60, text: '네', avg_logprob: -0.1, compression_ratio: 1, no_speech_prob: 0.01 }],
});

/** A transcriber that answers as soon as it has the audio; the segment lasts as long as the audio does. */
export async function startInstantVendor(): Promise<{ baseUrl: string; close: () => void }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
