import type { TextView } from '../../text/view.js';
import type { Language } from '../languages.js';
import { levelOf } from '../level.js';
import type { Reading } from '../rule-reader.js';
import { part } from './hash.js';

/** All that is known of a passage, what its words say and what the rules found in it; a feature may come more than once. */
export function passageFeatures(view: TextView, from: number, to: number, readings: readonly Reading[], { features }: Language, put: (feature: number) => void): void {
  features(view, from, to, put);
  outcomeFeatures(readings, put);
}

/** What the rules found: how far each is to be believed is learned, and depends on the words around it. */
function outcomeFeatures(readings: readonly Reading[], put: (feature: number) => void): void {
  const say = (outcome: string): void => put(part(`rule:${outcome}`).hash);
  const found = readings.flatMap(({ hit, verdict }) => ('setAside' in verdict ? [] : [{ ...hit.rule, ...verdict }]));
  const live = found.filter(({ about, time }) => about === 'self' && time === 'present');
  say(live.length > 0 ? 'some' : 'none');
  if (new Set(live.map(({ id }) => id)).size > 1) say('several');
  for (const { kind, id, confidence } of live) {
    say(kind);
    say(id);
    say(`confidence ${Math.round(confidence * 10)}`);
  }
  for (const { about, time } of found) {
    if (about === 'other') say('another person');
    else if (time === 'past') say('past');
  }
  for (const { verdict } of readings) {
    if (!('setAside' in verdict)) continue;
    say('set aside');
    say(`set aside: ${verdict.setAside}`);
  }
  say(levelOf(found, false));
}
