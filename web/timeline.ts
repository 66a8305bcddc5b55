import type { ServerPayload } from '../libs/contracts/index.js';

type Point = ServerPayload<'emotion:update'>;

const SHOWN = 120;
const LINES = [
  { field: 'valence', color: '#2e7d32' },
  { field: 'arousal', color: '#c62828' },
] as const;

/** Draws the last two minutes of valence and arousal, −1…1; seconds without data are gaps. */
export class Timeline {
  private readonly points: Point[] = [];

  constructor(private readonly canvas: HTMLCanvasElement) {}

  add(point: Point): void {
    this.points.push(point);
    if (this.points.length > SHOWN) this.points.shift();
    this.draw();
  }

  private draw(): void {
    const pen = this.canvas.getContext('2d');
    if (pen === null) return;
    const { width, height } = this.canvas;
    pen.clearRect(0, 0, width, height);
    pen.strokeStyle = '#9998';
    pen.strokeRect(0, height / 2, width, 0);
    const newest = this.points.at(-1)?.ts ?? 0;
    for (const { field, color } of LINES) {
      pen.strokeStyle = color;
      pen.beginPath();
      let isDrawing = false;
      for (const point of this.points) {
        const value = point[field];
        const x = width * (1 - (newest - point.ts) / (SHOWN * 1_000));
        const y = (height / 2) * (1 - (value ?? 0));
        if (value !== null && isDrawing) pen.lineTo(x, y);
        else if (value !== null) pen.moveTo(x, y);
        isDrawing = value !== null;
      }
      pen.stroke();
    }
  }
}
