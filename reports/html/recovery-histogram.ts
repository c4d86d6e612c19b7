import type { CampaignStory } from '../story/campaign-story.js';
import { counted } from '../story/count-words.js';
import { percentile, type Samples } from '../story/samples.js';
import { durationWords } from '../story/time-words.js';
import { type Html, html } from './html.js';

const width = 600;
const height = 170;
const floor = height - 28;
const binsMax = 40;

/** How long runs took from the heal to rest. The axis is logarithmic: a run that takes ten times as long is the one to look at. */
export function recoveryHistogram({ recoveries }: CampaignStory): Html {
  const words = html`<h2>Recovery</h2>
<p>From the moment when every fault was healed until nothing moved any more${recoveries.seen === 0 ? '; no run came that far.' : `, in ${counted(recoveries.seen, 'run')}.`}</p>`;
  return html`<section>${words}${recoveries.seen === 0 ? null : html`<figure class="chart">${drawn(recoveries)}</figure>`}</section>`;
}

interface Scale {
  readonly low: number;
  readonly high: number;
  x(value: number): number;
}

function scaleOf(samples: Samples): Scale {
  const low = Math.log10(Math.max(1, samples.kept.reduce((least, value) => Math.min(least, value), Number.MAX_VALUE) * 0.8));
  const high = Math.max(low + 0.5, Math.log10(Math.max(10, (samples.max ?? 10) * 1.25)));
  return { low, high, x: (value) => ((Math.log10(Math.max(1, value)) - low) / (high - low)) * width };
}

function drawn(samples: Samples): Html {
  const scale = scaleOf(samples);
  const bins = binned(samples, scale);
  const most = Math.max(1, ...bins);
  const step = width / bins.length;
  const tall = floor - 60;
  const bars = bins.map((count, index) =>
    count === 0
      ? html``
      : html`<rect class="bin" x="${index * step + 1}" y="${floor - Math.max(2, (count / most) * tall)}" width="${step - 2}" height="${Math.max(2, (count / most) * tall)}" rx="1"><title>${counted(count * samples.stride, 'run')}</title></rect>`,
  );
  return html`<svg viewBox="0 0 ${width} ${height}" style="min-width:430px;max-width:660px" role="img" aria-label="histogram of recovery times"><line class="axis" x1="0" x2="${width}" y1="${floor}" y2="${floor}"/>${bars}${ticks(scale)}${quantiles(samples, scale)}</svg>`;
}

function binned(samples: Samples, { x }: Scale): readonly number[] {
  const bins: number[] = Array.from({ length: binsMax }, () => 0);
  for (const value of samples.kept) {
    const index = Math.min(binsMax - 1, Math.max(0, Math.floor((x(value) / width) * binsMax)));
    bins[index] = (bins[index] ?? 0) + 1;
  }
  return bins;
}

function ticks({ low, high, x }: Scale): readonly Html[] {
  const steps = high - low > 2.2 ? [1] : high - low > 1 ? [1, 3] : [1, 2, 5];
  const marks: Html[] = [];
  for (let power = Math.floor(low); power <= high; power++) {
    for (const step of steps) {
      const value = step * 10 ** power;
      const at = x(value);
      if (at >= 16 && at <= width - 16)
        marks.push(
          html`<line class="axis" x1="${at}" x2="${at}" y1="${floor}" y2="${floor + 4}"/><text class="t-faint" x="${at}" y="${floor + 18}" text-anchor="middle">${durationWords(value)}</text>`,
        );
    }
  }
  return marks;
}

/** p50, p90, p99 and the longest, each on a line of its own so that they never cover each other. */
function quantiles(samples: Samples, { x }: Scale): readonly Html[] {
  const named = [
    ['p50', percentile(samples, 50)],
    ['p90', percentile(samples, 90)],
    ['p99', percentile(samples, 99)],
    ['max', samples.max],
  ] as const;
  return named.map(([name, value], index) => {
    if (value === null) return html``;
    const at = x(value);
    const [anchor, text] = at > width - 110 ? ['end', at - 6] : ['start', at + 6];
    return html`<line class="quantile" x1="${at}" x2="${at}" y1="${4 + index * 14}" y2="${floor}"/><text x="${text}" y="${14 + index * 14}" text-anchor="${anchor}">${name} ${durationWords(value)}</text>`;
  });
}
