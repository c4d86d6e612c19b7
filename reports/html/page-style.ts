/** The page's looks: light and dark, wide and narrow, screen and paper. Colours are told apart by colour-blind eyes. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d2127; --soft: #5d6570; --faint: #8b929c; --line: #e4e1db; --wash: #f3f1ec;
  --good: #1f6f8b; --good-wash: #dcecf1; --bad: #b93a12; --bad-wash: #fbe6dd; --doubt: #8a6a00; --doubt-wash: #f8efcf;
  --ok: #3b8ea5; --fail: #b8bec6; --info: #c98a00; --band: #7d5ba6; --band-wash: rgba(125, 91, 166, .09); --up: #b9c4cc;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --card: #1b1f24; --ink: #e6e8eb; --soft: #a3abb5; --faint: #757e89; --line: #2c323a; --wash: #20252b;
    --good: #6cc0d8; --good-wash: #17323b; --bad: #f58a62; --bad-wash: #3b2018; --doubt: #e3bd4f; --doubt-wash: #352c12;
    --ok: #4fa3bb; --fail: #5c6570; --info: #d9a02e; --band: #a98bd0; --band-wash: rgba(169, 139, 208, .12); --up: #46515b;
  }
}
* { box-sizing: border-box; }
body { margin: 0; overflow-wrap: anywhere; background: var(--paper); color: var(--ink); font: 16px/1.55 var(--sans); -webkit-text-size-adjust: 100%; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 28px 72px; }
h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
h1 { font-size: clamp(28px, 4.4vw, 44px); line-height: 1.12; letter-spacing: -.022em; font-weight: 680; text-wrap: balance; }
h2 { font-size: 20px; line-height: 1.3; letter-spacing: -.01em; font-weight: 650; }
h3 { font-size: 13px; line-height: 1.4; font-weight: 650; color: var(--soft); letter-spacing: .01em; }
code, .mono { font-family: var(--mono); font-size: .88em; overflow-wrap: anywhere; }
section { margin-top: 52px; }
section > h2 + p, .lead { color: var(--soft); max-width: 68ch; margin-top: 4px; }
.eyebrow { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: baseline; font-size: 14px; color: var(--soft); margin-bottom: 18px; }
.eyebrow b { color: var(--ink); letter-spacing: -.01em; }
.mood { display: inline-block; width: 12px; height: 12px; border-radius: 50%; margin-right: .42em; vertical-align: .12em; background: var(--good); }
.violated .mood { background: var(--bad); border-radius: 2px; transform: rotate(45deg); }
.hollow .mood, .interrupted .mood, .unfinished .mood { background: none; border: 3px solid var(--doubt); }
.why { margin-top: 14px; padding-left: 20px; color: var(--doubt); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(148px, 1fr)); gap: 1px; margin-top: 32px; background: var(--line); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.tile { background: var(--card); padding: 16px 18px 14px; }
.tile dt { font-size: 13px; color: var(--soft); }
.tile dd { font-size: 28px; line-height: 1.2; font-weight: 640; letter-spacing: -.02em; font-variant-numeric: tabular-nums; margin-top: 2px; }
.tile dd + dd { font-size: 13px; line-height: 1.4; font-weight: 400; letter-spacing: 0; color: var(--faint); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin-top: 22px; font-size: 14px; }
.facts dt { color: var(--faint); }
.facts dd { min-width: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 22px 24px; margin-top: 16px; }
.finding { border-top: 4px solid var(--bad); padding-top: 20px; }
.finding > h2 { font-size: 22px; text-wrap: balance; }
.finding .name { color: var(--bad); font-weight: 600; margin-bottom: 4px; font-size: 14px; }
.finding h3 { margin: 28px 0 8px; }
.evidence, .steps { list-style: none; font-size: 14px; }
.evidence li, .steps li { display: grid; grid-template-columns: 34px 84px minmax(0, 1fr); gap: 0 10px; padding: 6px 0; border-top: 1px solid var(--line); align-items: baseline; }
.evidence li:first-child, .steps li:first-child { border-top: 0; }
.steps li { grid-template-columns: 34px 84px 76px minmax(0, 1fr) max-content; }
.points li { grid-template-columns: 34px minmax(0, 1fr); }
.at { color: var(--soft); font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
.no { display: inline-block; min-width: 24px; text-align: center; border-radius: 6px; background: var(--wash); color: var(--soft); font-size: 12px; line-height: 20px; font-variant-numeric: tabular-nums; }
.evidence .no { background: var(--bad); color: var(--card); font-weight: 650; }
.steps .who { color: var(--soft); overflow-wrap: anywhere; }
.steps .break .who, .steps .break .no { color: var(--band); }
.steps .came { color: var(--soft); }
.command { display: flex; gap: 10px; align-items: center; background: var(--wash); border: 1px solid var(--line); border-radius: 8px; padding: 8px 8px 8px 14px; min-height: 44px; }
.command code { flex: 1; min-width: 0; user-select: all; }
button { font: 600 13px/1 var(--sans); color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 8px 12px; cursor: pointer; }
button:hover { border-color: var(--faint); }
button:focus-visible, summary:focus-visible, .chart:focus-visible { outline: 2px solid var(--good); outline-offset: 2px; }
.strip { display: flex; flex-wrap: wrap; gap: 3px; margin-top: 16px; }
.strip i { width: 12px; height: 16px; border-radius: 2px; background: var(--good); opacity: .8; }
.strip i.u { background: none; border: 2px solid var(--doubt); opacity: 1; }
.strip i.v { background: var(--bad); opacity: 1; box-shadow: 0 0 0 2px var(--paper), 0 0 0 4px var(--bad); margin: 0 4px; }
.strip.dense i { width: 6px; height: 12px; border-radius: 1px; } .strip.dense { gap: 2px; }
.key { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13px; color: var(--soft); margin-top: 12px; }
.key span { white-space: nowrap; }
.key svg, .key i { display: inline-block; vertical-align: -2px; margin-right: 6px; }
.key i { display: inline-block; width: 12px; height: 12px; border-radius: 2px; background: var(--good); }
.key i.u { background: none; border: 2px solid var(--doubt); } .key i.v { background: var(--bad); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; margin-top: 14px; }
th, td { overflow-wrap: normal; text-align: left; padding: 7px 14px 7px 0; border-top: 1px solid var(--line); vertical-align: baseline; }
thead th { border-top: 0; font-weight: 600; font-size: 13px; color: var(--soft); white-space: nowrap; }
tbody th { font-weight: 500; white-space: nowrap; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.broken { color: var(--bad); font-weight: 650; } td.missed { color: var(--doubt); font-weight: 650; } small.never { color: var(--doubt); }
.dense th, .dense td { padding-top: 4px; padding-bottom: 4px; font-size: 13px; }
th:last-child, td:last-child { padding-right: 0; }
td.zero { color: var(--faint); } td.never { color: var(--doubt); }
.none { color: var(--faint); margin-top: 14px; font-size: 14px; }
.said { min-width: 150px; overflow-wrap: anywhere; } td small { color: var(--faint); font-size: 13px; }
.pair section { min-width: 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: 0 48px; }
.chart { overflow-x: auto; margin-top: 14px; }
svg { display: block; } .chart svg { width: 100%; height: auto; }
svg text { font: 12px var(--sans); fill: var(--ink); }
svg .t-soft { fill: var(--soft); } svg .t-faint { fill: var(--faint); font-size: 11px; }
svg .t-bar { font-size: 11px; fill: #fff; } svg .t-band { fill: var(--band); font-size: 11px; font-weight: 600; }
svg .grid { stroke: var(--line); } svg .axis { stroke: var(--faint); }
svg .phase { fill: var(--wash); } svg .band { fill: var(--band-wash); } svg .band-bar { fill: var(--band); opacity: .85; } svg .bite { stroke: var(--paper); stroke-width: 1.5; }
svg .ok { fill: var(--ok); } svg .fail { fill: var(--fail); } svg .info { fill: var(--card); stroke: var(--info); stroke-width: 1.6; }
svg .fail + .t-bar, svg .t-bar.on-fail, svg .t-bar.on-info { fill: var(--ink); }
svg .up { stroke: var(--up); stroke-width: 3; } svg .down { stroke: var(--bad); stroke-width: 3; stroke-dasharray: 1.5 3; } svg .paused { fill: var(--info); }
svg .mark { fill: var(--good); } svg .cross { stroke: var(--bad); stroke-width: 2; fill: none; }
svg .proof { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 3 3; } svg .flag { fill: var(--bad); } svg .t-flag { fill: var(--card); font-size: 11px; font-weight: 650; text-anchor: middle; }
svg .bin { fill: var(--good); } svg .quantile { stroke: var(--ink); stroke-dasharray: 2 3; }
details { margin-top: 14px; font-size: 14px; } summary { cursor: pointer; color: var(--soft); }
footer { margin-top: 64px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 13px; color: var(--faint); }
@media (max-width: 640px) {
  main { padding: 24px 16px 48px; } section { margin-top: 40px; } .card { padding: 18px 16px; }
  .key span { white-space: normal; }
  th, td { padding-right: 10px; } table { font-size: 13px; } .said { min-width: 120px; }
  .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 8px; }
  .tiles { grid-template-columns: 1fr 1fr; } .tile:last-child:nth-child(odd) { grid-column: 1 / 3; } .tile { padding: 12px 14px; } .tile dd { font-size: 23px; }
  .evidence li { grid-template-columns: 30px minmax(0, 1fr); } .evidence .at { text-align: left; } .evidence .what { grid-column: 2; }
  .steps li { grid-template-columns: 30px auto minmax(0, 1fr); } .steps .at { text-align: left; } .steps .what, .steps .came { grid-column: 2 / 4; }
}
@media print {
  :root { --paper: #fff; --card: #fff; } body { font-size: 12px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; } section { margin-top: 28px; } .card, tr, figure, li { break-inside: avoid; } button { display: none; }
  .chart, .scroll { overflow: visible; } .chart svg { min-width: 0 !important; }
}
`;
