import { copyScript, copyScriptHash } from './copy-script.js';
import { type Html, html, trusted } from './html.js';
import { pageStyle } from './page-style.js';

/** Nothing is fetched, whatever a run put into the page: no image, font, frame or request, and no script but the one below. */
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${copyScriptHash}'; base-uri 'none'; form-action 'none'`;

/** A whole page in one file, with the looks that all reports share. */
export function framed(title: string, body: readonly Html[]): string {
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
