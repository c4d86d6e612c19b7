import type { CampaignStory } from '../story/campaign-story.js';
import { copyScript, copyScriptHash } from './copy-script.js';
import { coverageTables } from './coverage-tables.js';
import { findingSections } from './finding-section.js';
import { head } from './head.js';
import { type Html, html, trusted } from './html.js';
import { pageStyle } from './page-style.js';
import { recoveryHistogram } from './recovery-histogram.js';
import { runSection } from './run-section.js';
import { runsStrip } from './runs-strip.js';

/** Nothing is fetched, whatever a run put into the page: no image, font, frame or request, and no script but the one below. */
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${copyScriptHash}'; base-uri 'none'; form-action 'none'`;

/** The whole report as one file: the verdict first, then what was broken, then what was tried. */
export function page(story: CampaignStory): string {
  const title = `topple: ${story.start?.scenario ?? 'no campaign'}`;
  const body: readonly Html[] = [
    head(story),
    ...findingSections(story),
    runsStrip(story),
    ...runSection(story),
    recoveryHistogram(story),
    coverageTables(story),
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(pageStyle)}</style>
</head>
<body>
<main>
${body}
<footer>Written by topple. Runs give evidence, never proof.</footer>
</main>
<script>${trusted(copyScript)}</script>
</body>
</html>
`.markup;
}
