export interface Helpline {
  readonly name: string;
  readonly phone: string;
  readonly hours: string;
}

/** What a line is for; `crisis` and `emergency` are shown always, the others when they fit. */
export type HelplineTopic = 'crisis' | 'emergency' | 'youth' | 'violence' | 'women';

interface Line {
  readonly topic: HelplineTopic;
  readonly phone: string;
  readonly ko: string;
  readonly en: string;
  readonly hours: Hours;
}

type Hours = 'always' | 'varies';

const HOURS: Readonly<Record<Hours, { readonly ko: string; readonly en: string }>> = {
  always: { ko: '24시간', en: '24 hours' },
  varies: { ko: '지역마다 다름', en: 'varies by area' },
};

const line = (topic: HelplineTopic, phone: string, ko: string, en: string, hours: Hours = 'always'): Line => ({ topic, phone, ko, en, hours });

/** Numbers published by the services themselves or their governments. */
const REGIONS: Readonly<Record<string, readonly Line[]>> = {
  KR: [
    line('crisis', '109', '자살예방 상담전화', 'Suicide Prevention Helpline'),
    line('crisis', '1577-0199', '정신건강 위기상담전화', 'Mental Health Crisis Line'),
    line('youth', '1388', '청소년전화', 'Youth Helpline'),
    line('emergency', '119', '응급·구조', 'Emergency (ambulance, rescue)'),
    line('violence', '112', '경찰', 'Police'),
    line('women', '1366', '여성긴급전화', "Women's Emergency Hotline"),
  ],
  US: [
    line('crisis', '988', '988 자살·위기 상담전화', '988 Suicide & Crisis Lifeline'),
    line('emergency', '911', '응급·경찰', 'Emergency'),
    line('violence', '1-800-799-7233', '가정폭력 상담전화', 'National Domestic Violence Hotline'),
  ],
  CA: [line('crisis', '988', '988 자살·위기 상담전화', '988 Suicide Crisis Helpline'), line('emergency', '911', '응급·경찰', 'Emergency')],
  GB: [
    line('crisis', '116 123', '사마리탄즈', 'Samaritans'),
    line('emergency', '999', '응급·경찰', 'Emergency'),
    line('youth', '0800 1111', '차일드라인', 'Childline'),
    line('violence', '0808 2000 247', '가정폭력 상담전화', 'National Domestic Abuse Helpline'),
  ],
  IE: [line('crisis', '116 123', '사마리탄즈', 'Samaritans'), line('emergency', '112', '응급·경찰', 'Emergency')],
  AU: [line('crisis', '13 11 14', '라이프라인', 'Lifeline'), line('emergency', '000', '응급·경찰', 'Emergency'), line('violence', '1800 737 732', '가정·성폭력 상담전화', '1800RESPECT')],
  NZ: [line('crisis', '1737', '1737 상담전화', '1737, Need to talk?'), line('emergency', '111', '응급·경찰', 'Emergency')],
  JP: [
    line('crisis', '0120-279-338', '요리소이 핫라인', 'Yorisoi Hotline'),
    line('crisis', '0570-064-556', '마음의 건강 상담 통일 다이얼', 'Kokoro no Kenko Sodan', 'varies'),
    line('emergency', '119', '응급', 'Ambulance'),
    line('violence', '110', '경찰', 'Police'),
  ],
  DE: [line('crisis', '0800 111 0 111', '전화 상담', 'TelefonSeelsorge'), line('emergency', '112', '응급', 'Emergency')],
  FR: [line('crisis', '3114', '자살예방 전국 번호', '3114 National Suicide Prevention'), line('emergency', '112', '응급', 'Emergency')],
};

const DEFAULT_REGION = 'KR';
const ALWAYS_SHOWN: ReadonlySet<HelplineTopic> = new Set(['crisis', 'emergency']);

/** ISO 3166-1 codes with a table of their own. */
export const HELPLINE_REGIONS: readonly string[] = Object.keys(REGIONS);

/**
 * The helplines of a region, crisis lines first. An unknown region gets those of `fallback`, and that unknown those of Korea.
 * @param topics further lines to show beside the crisis and emergency ones; all of the region when left out
 */
export function helplines(region: string, language: 'ko' | 'en', topics?: readonly HelplineTopic[], fallback = DEFAULT_REGION): readonly Helpline[] {
  const lines = regionLines(region) ?? regionLines(fallback) ?? regionLines(DEFAULT_REGION) ?? [];
  return lines
    .filter(({ topic }) => topics === undefined || ALWAYS_SHOWN.has(topic) || topics.includes(topic))
    .map((entry) => ({ name: entry[language], phone: entry.phone, hours: HOURS[entry.hours][language] }));
}

function regionLines(region: string): readonly Line[] | undefined {
  const code = region.toUpperCase();
  return Object.hasOwn(REGIONS, code) ? REGIONS[code] : undefined;
}
