import { describe, expect, it } from 'vitest';
import { hasPoppler, inspectPdf } from '../../../test/harness/pdf-tools.js';
import { sampleReport } from '../content/sample-report.spec-helper.js';
import { PdfRenderer } from './pdf-renderer.service.js';

const poppler = await hasPoppler();

async function render(sample: Parameters<typeof sampleReport>[0]) {
  const { report, summary } = sampleReport(sample);
  const progress: number[] = [];
  const pdf = await new PdfRenderer().render({ report, keyObservations: summary.keyObservations }, (ratio) => progress.push(ratio));
  return { pdf, progress };
}

describe('the PDF of a report', () => {
  it.runIf(poppler)('shows voice with its units, findings with questions and exercises, and the helplines after an alert', async () => {
    const { text, structure } = await inspectPdf((await render({ language: 'ko', minutes: 60, findings: 3 })).pdf);
    for (const words of ['말한 시간', '27:00', '182 Hz', '4.2 dB', '2.9 반음', '이번에 못 하면 다 끝이에요.', '스스로 물어보기', '세 가지 결과 적기', '109(24시간)'])
      expect(text).toContain(words);
    expect(text).toMatch(/말한 비율\s+45%/);
    expect(structure.split('\n').filter((line) => line.trim().startsWith('Figure'))).toHaveLength(4);
  });

  it.runIf(poppler)('keeps to the clearest findings, and says how many there are beside', async () => {
    const { text } = await inspectPdf((await render({ language: 'en', minutes: 5, findings: 45 })).pdf);
    expect(text.match(/If I fail this time/g)).toHaveLength(40);
    expect(text).toContain('5 more can be seen in the app.');
  });

  it.runIf(poppler)('S19 prints what people said as text, whatever it looks like, and what it cannot show as a box, pictures left out', async () => {
    const words = '<script>alert(1)</script> ) Tj ET /JS (x) %%EOF \u202e\u0007 漢 \u{1f600}';
    const { text, info } = await inspectPdf((await render({ language: 'ko', minutes: 5, findings: 1, words })).pdf);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('<script>alert(1)</script> ) Tj ET /JS (x) %%EOF □');
    expect(info).toMatch(/JavaScript:\s+no/);
  });

  it.runIf(poppler)('keeps what belongs together on one page, in both languages', async () => {
    for (const language of ['ko', 'en'] as const) {
      for (const findings of [4, 5]) {
        const { text } = await inspectPdf((await render({ language, minutes: 60, findings })).pdf);
        const pages = text.split('\f');
        const withHeading = pages.findIndex((page) => page.includes(language === 'ko' ? '대화와 안전' : 'Conversation and safety'));
        expect(pages.findIndex((page) => page.includes('1577-0199'))).toBe(withHeading);
      }
    }
  }, 90_000);

  it('tells how far it is, and refuses more than may wait', async () => {
    const { progress } = await render({ language: 'ko', minutes: 5, findings: 0 });
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    const renderer = new PdfRenderer();
    const { report, summary } = sampleReport({ language: 'ko', minutes: 1, findings: 0 });
    const content = { report, keyObservations: summary.keyObservations };
    const waiting = Array.from({ length: 50 }, () => renderer.render(content).catch(() => null));
    await expect(renderer.render(content)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await renderer.beforeApplicationShutdown();
    expect(await Promise.all(waiting)).toEqual(Array.from({ length: 50 }, () => null));
  });
});
