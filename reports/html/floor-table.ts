import type { CampaignStory } from '../story/campaign-story.js';
import { grouped } from '../story/count-words.js';
import { type FloorReached, floorsReached } from '../story/floors-reached.js';
import { type Html, html } from './html.js';

const words: Readonly<Record<FloorReached['name'], readonly [name: string, unit: string]>> = {
  operations: ['Operations', ''],
  acceptedPercent: ['Accepted', ' %'],
  faultKinds: ['Kinds of fault that hit', ''],
  unknownPercentMax: ['Unknown runs, at most', ' %'],
};

/** What the scenario asks of a campaign, and what this one came to. */
export function floorTable(story: CampaignStory): Html {
  const rows = floorsReached(story).map(({ name, asked, reached }) => {
    const [label, unit] = words[name];
    const isMet = name === 'unknownPercentMax' ? reached <= asked : reached >= asked;
    return html`<tr><th>${label}</th><td class="n">${grouped(asked)}${unit}</td><td class="${isMet ? 'n' : 'n missed'}">${grouped(reached)}${unit}</td></tr>`;
  });
  return html`<table><thead><tr><th></th><th class="n">Asked</th><th class="n">Reached</th></tr></thead><tbody>${rows}</tbody></table>`;
}
