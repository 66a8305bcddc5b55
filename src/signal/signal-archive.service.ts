import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { FACE_SLOTS } from '../../libs/affect/index.js';
import { decodeItems } from './signal-payload.js';

const modalitySchema = z.enum(['face', 'voice', 'text']);

/** Stored signals for somebody who wants to read them: numbers with their names. */
@Injectable()
export class SignalArchive {
  /** @param payload of a row of `signals`, opened */
  itemsOf(modality: unknown, payload: Buffer): object[] {
    return decodeItems(modalitySchema.parse(modality), payload).map((item) =>
      item.modality === 'face' ? { ...item, measures: Object.fromEntries(FACE_SLOTS.map((slot, index) => [slot, item.measures[index] ?? 0])) } : item,
    );
  }
}
