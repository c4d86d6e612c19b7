import type { Metric, Sample } from './metric.js';

/** Prometheus text format. Source: "Exposition formats", version 0.0.4. */
export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** The metrics as text: families in order of their names, samples in order of their labels, so that equal figures are equal texts. */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(familyText)
    .join('');
}

function familyText({ name, type, help, samples }: Metric): string {
  const lines = samples.map((sample) => `${name}${labelsText(sample)} ${String(sample.value)}\n`).sort();
  return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelsText({ labels }: Sample): string {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}="${escaped(value).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
