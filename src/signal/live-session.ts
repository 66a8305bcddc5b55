import {
  addToSecond,
  createFaceState,
  type FaceState,
  fuseSecond,
  type FusionWeights,
  readFace,
  type Second,
} from '../../libs/affect/index.js';
import type { EmotionPoint } from '../../libs/contracts/emotion.js';
import type { SignalItem } from './signal-payload.js';
import { type Block, BLOCK_MS, blockStartOf, secondOf } from './timeline-block.js';
import { LiveVoice } from './live-voice.js';

export type Totals = Record<SignalItem['modality'], number>;

/** Blocks this far behind the newest are let go once they are stored; late items bring them back. */
const KEEP_BEHIND_MS = 30_000;

/** What a process remembers of a session that signals arrive for: a fold over its signals, so that another process can make it anew. */
export class LiveSession {
  readonly voice = new LiveVoice();
  /** Items folded, by modality. */
  readonly totals: Totals = { face: 0, voice: 0, text: 0 };
  readonly dirty = new Set<number>();
  /** Seconds of the timeline so far. */
  seconds = 0;
  newestTs = 0;
  private readonly face: FaceState = createFaceState();
  private readonly blocks = new Map<number, Block>();
  /** Blocks that are stored and no longer in memory. */
  private readonly released = new Set<number>();

  constructor(
    readonly sessionId: string,
    readonly personId: string,
    private readonly weights: FusionWeights,
  ) {}

  get folded(): number {
    return this.totals.face + this.totals.voice + this.totals.text;
  }

  /** Blocks that must be brought back before these items can be added. */
  missingFor(items: readonly SignalItem[]): number[] {
    if (this.released.size === 0) return [];
    const starts = new Set(items.flatMap(blocksOf));
    return [...starts].filter((start) => this.released.has(start));
  }

  restore(start: number, block: Block): void {
    this.blocks.set(start, block);
    this.released.delete(start);
  }

  fold(items: readonly SignalItem[]): void {
    for (const item of items) {
      this.totals[item.modality] += 1;
      this.newestTs = Math.max(this.newestTs, item.ts);
      if (item.modality === 'face') {
        const { reading, coverage } = readFace(this.face, item.ts, item.measures);
        addToSecond(this.second(item.ts), 'face', reading, coverage);
      } else if (item.modality === 'voice') {
        for (const { ts, weight, reading } of this.voice.add(item)) addToSecond(this.second(ts), 'voice', reading, weight);
      } else {
        addToSecond(this.second(item.ts), 'text', item.reading, 1);
      }
    }
  }

  /** The second's point; null when nothing arrived in it, or when it is no longer in memory. */
  pointAt(ts: number): EmotionPoint | null {
    const second = this.blocks.get(blockStartOf(ts))?.get(secondOf(ts));
    return second === undefined ? null : toPoint(secondOf(ts), second, this.weights);
  }

  /** The blocks that changed since the last call. */
  takeDirty(): { start: number; block: Block }[] {
    const changed = [...this.dirty].flatMap((start) => {
      const block = this.blocks.get(start);
      return block === undefined ? [] : [{ start, block }];
    });
    this.dirty.clear();
    return changed;
  }

  /** Lets go of what is stored and old. */
  release(): void {
    for (const start of this.blocks.keys()) {
      if (this.dirty.has(start) || start > this.newestTs - KEEP_BEHIND_MS) continue;
      this.blocks.delete(start);
      this.released.add(start);
    }
  }

  private second(ts: number): Second {
    const start = blockStartOf(ts);
    let block = this.blocks.get(start);
    if (block === undefined) {
      block = new Map<number, Second>();
      this.blocks.set(start, block);
    }
    this.dirty.add(start);
    const at = secondOf(ts);
    let second = block.get(at);
    if (second === undefined) {
      block.set(at, (second = {}));
      this.seconds += 1;
    }
    return second;
  }
}

/** The blocks that an item can touch: speech may go on over several. */
function blocksOf(item: SignalItem): number[] {
  const first = blockStartOf(item.ts);
  const last = item.modality === 'voice' ? blockStartOf(item.tsEnd) : first;
  return Array.from({ length: (last - first) / BLOCK_MS + 1 }, (_, index) => first + index * BLOCK_MS);
}

/** A second as clients see it. One without a reading has no label: that is never `neutral`. */
export function toPoint(ts: number, second: Second, weights: FusionWeights): EmotionPoint {
  const fused = fuseSecond(second, weights);
  if (fused === null) {
    const modalities = { face: null, voice: null, text: null };
    return { ts, label: null, confidence: 0, valence: null, arousal: null, dominance: null, modalities };
  }
  const { label, confidence, valence, arousal, dominance, modalities } = fused;
  return { ts, label, confidence: round(confidence), valence: round(valence), arousal: round(arousal), dominance: round(dominance), modalities };
}

const round = (value: number) => Math.round(value * 1_000) / 1_000;
