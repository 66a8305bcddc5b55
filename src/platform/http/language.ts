import type { Language } from './request-context.js';

const MAX_RANGES = 20;

/** The better of `ko` and `en` for an Accept-Language field (RFC 9110 §12.5.4); `fallback` when it names neither. */
export function negotiateLanguage(header: string | undefined, fallback: Language): Language {
  if (header === undefined || header === '') return fallback;
  let best: Language | null = null;
  let bestWeight = 0;
  for (const range of header.slice(0, 500).split(',', MAX_RANGES)) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = tag.trim().split('-', 1)[0];
    if (language !== 'ko' && language !== 'en') continue;
    const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    if (weight > bestWeight && weight <= 1) {
      best = language;
      bestWeight = weight;
    }
  }
  return best ?? fallback;
}
