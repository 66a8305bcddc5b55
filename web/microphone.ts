const SAMPLE_RATE = 16_000;
const CHUNK_SAMPLES = 1_600;

const PROCESSOR = `
class Tap extends AudioWorkletProcessor {
  process([input]) {
    if (input[0]) this.port.postMessage(input[0]);
    return true;
  }
}
registerProcessor('tap', Tap);`;

/** Records 16 kHz mono and hands out tenths of a second with the time of their first sample; stops when the returned function is called. */
export async function listen(onChunk: (ts: number, pcm: Int16Array) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true } });
  const context = new AudioContext({ sampleRate: SAMPLE_RATE });
  const module = URL.createObjectURL(new Blob([PROCESSOR], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(module);
  URL.revokeObjectURL(module);
  const tap = new AudioWorkletNode(context, 'tap');
  context.createMediaStreamSource(stream).connect(tap);
  let pcm = new Int16Array(CHUNK_SAMPLES);
  let filled = 0;
  tap.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
    for (const sample of data) {
      pcm[filled] = Math.max(-1, Math.min(1, sample)) * 32_767;
      filled += 1;
      if (filled < CHUNK_SAMPLES) continue;
      onChunk(Date.now() - (CHUNK_SAMPLES / SAMPLE_RATE) * 1_000, pcm);
      pcm = new Int16Array(CHUNK_SAMPLES);
      filled = 0;
    }
  };
  return () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
}
