// Goal: a timeline keeps the order of what happened, shows each attempt, fault, crash and piece of evidence once, and stays on its paper.
// Method: laws about the scene and the scale of a toy history, and about the numbers in the picture that is drawn from them.
import { expect } from 'chai';
import { toyEvidence, toyHistory } from '../../toy-history.js';
import { sceneOf } from './scene.js';
import { timeline } from './timeline.js';
import { timeScale } from './time-scale.js';

const numbers = new Map([
  ['f1', 1],
  ['s1', 2],
  ['f2', 3],
  ['s2', 4],
]);

describe('a scene', () => {
  const scene = sceneOf(toyHistory(), toyEvidence);

  it('has a bar for each attempt, until it was answered, or else until the end', () => {
    expect(scene.bars.map(({ lane, from, to, outcome }) => [lane, from, to, outcome])).to.deep.equal([
      ['lane1', 2_000, 4_000, 'ok'],
      ['lane2', 8_000, 16_000, 'info'],
    ]);
  });

  it('has a band for each fault, from when it was asked for to its heal, with its bites', () => {
    expect(scene.bands.map(({ fault, place, from, to, hits, bites }) => ({ fault, place, from, to, hits, bites }))).to.deep.equal([
      { fault: 'latency', place: 'client → gate1', from: 1_000, to: 9_000, hits: 1, bites: [3_000] },
      { fault: 'crash', place: 'store1', from: 6_000, to: 10_000, hits: 2, bites: [10_000] },
    ]);
  });

  it('has a line for each node that something happened to', () => {
    expect(scene.nodes.map(({ node, spans }) => [node, ...spans.map(({ what, from, to }) => `${what} ${from} ${to}`)])).to.deep.equal([
      ['gate1', 'up 0 16000'],
      ['store1', 'up 0 7000', 'down 7000 11000', 'up 11000 16000'],
    ]);
  });

  it('leaves out what came before the lanes, and with evidence what comes after it and the rest', () => {
    const early = [{ at: 0, seq: 90, is: 'phase' as const, phase: 'disturb' as const }].map((event) => ({ ...event, at: 500 }));
    const later = toyHistory().map((event) => ({ ...event, at: event.at + 500 }));
    const janitor = [
      { at: 20_000, seq: 91, is: 'phase' as const, phase: 'janitor' as const },
      { at: 30_000, seq: 92, is: 'lag' as const, node: 'gate1', micros: 1 },
    ];
    expect(sceneOf([{ at: 0, seq: 89, is: 'lag', node: 'gate1', micros: 1 }, ...early, ...later, ...janitor], toyEvidence)).to.include({
      from: 500,
      to: 20_000,
    });
    expect(sceneOf([...later, ...janitor], [])).to.include({ to: 30_000 });
  });
});

describe('a scale of time', () => {
  const scene = sceneOf(toyHistory(), toyEvidence);
  const scale = timeScale(scene, 100, 1_000);

  it('keeps order and fills its paper', () => {
    const places = Array.from({ length: 161 }, (_, index) => scale.x(index * 100));
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    expect([places[0], places.at(-1)]).to.deep.equal([100, 1_000]);
  });

  it('gives a call of a millisecond room beside an hour of silence', () => {
    const call = { lane: 'l', step: 's', op: 'o', from: 0, to: 1_000, outcome: 'ok' as const, words: '' };
    const long = timeScale({ from: 0, to: 3_600_000_000, phases: [], bands: [], bars: [call], nodes: [], evidence: [] }, 0, 1_000);
    expect(long.x(1_000)).to.be.above(30);
  });

  it('writes its moments far enough apart to be read', () => {
    const places = scale.ticks.map((at) => scale.x(at));
    for (const [index, place] of places.entries()) if (index > 0) expect(place - (places[index - 1] ?? 0)).to.be.at.least(80);
  });
});

describe('a timeline', () => {
  const { markup } = timeline(toyHistory(), { evidence: toyEvidence, numbers });

  it('draws each attempt, fault and piece of evidence once', () => {
    const count = (pattern: RegExp): number => markup.match(pattern)?.length ?? 0;
    expect(count(/<g><title>lock\./g)).to.equal(2);
    expect(count(/class="band-bar" x="\d/g) - 1).to.equal(2);
    expect(count(/class="proof"/g)).to.equal(3);
    expect(count(/class="cross"/g)).to.equal(1);
    expect(count(/class="bite"/g)).to.equal(1);
  });

  it('writes numbers only, and stays on its paper', () => {
    expect(markup).to.not.match(/NaN|Infinity|undefined/);
    const places = [...markup.matchAll(/ (?:x|x1|x2|cx)="([^"]*)"/g)].map(([, place]) => Number(place));
    expect(places.length).to.be.above(30);
    for (const place of places) expect(place).to.be.within(0, 1_064);
    for (const [, wide] of markup.matchAll(/ (?:width|height)="([^"]*)"/g)) expect(Number(wide)).to.be.at.least(0);
  });

  it('names steps by the numbers of the list beside it', () => {
    expect(markup)
      .to.include('>1 latency client → gate1<')
      .and.to.match(/>2( lock\.put| put)?</);
  });

  it('draws nothing of an empty history, and says so', () => {
    expect(timeline([], { evidence: [], numbers }).markup).to.include('Nothing happened');
  });
});
