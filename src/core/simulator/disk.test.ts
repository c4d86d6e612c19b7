// Goal: the simulated disk is a map of files, whatever it shares with the branches of a run; a crash keeps a prefix of what was under way.
// Method: drawn edits beside the plainest model; branches that go on apart; every place where a crash may cut.
import { expect } from 'chai';
import { bytesOf, type Draw, drawFrom, textOf } from '../../world/index.js';
import { contents, type Disk, type Persist, tear, write } from './disk.js';

type Model = Map<string, string>;

const edit = (file: string, how: Persist['edit'], text: string): Persist => ({ do: 'persist', file, edit: how, bytes: bytesOf(text) });

function drawEdit(draw: Draw): Persist {
  const how = (['append', 'append', 'append', 'replace', 'remove'] as const)[draw('how', 5)] ?? 'append';
  return edit(`file${draw('file', 3)}`, how, 'abcdefgh'.slice(0, draw('length', 9)));
}

function apply(model: Model, { file, edit: how, bytes }: Persist): void {
  if (how === 'remove') model.delete(file);
  else model.set(file, (how === 'append' ? (model.get(file) ?? '') : '') + textOf(bytes));
}

const shown = (disk: Disk): readonly string[] => [...contents(disk)].map(([name, bytes]) => `${name} ${textOf(bytes)}`).toSorted();
const wanted = (model: Model): readonly string[] => [...model].map(([name, text]) => `${name} ${text}`).toSorted();

describe('the simulated disk', () => {
  it('holds what a map of texts would hold, in every branch, though branches share what they have in common', () => {
    const draw = drawFrom('disk', 'branches');
    const branches: { readonly disk: Disk; readonly model: Model }[] = [{ disk: new Map(), model: new Map() }];
    for (let turn = 0; turn < 3_000; turn++) {
      const branch = branches[draw('branch', branches.length)];
      if (branch === undefined) continue;
      if (draw('fork', 40) === 0) branches[draw('slot', 6)] = { disk: new Map(branch.disk), model: new Map(branch.model) };
      const one = drawEdit(draw);
      write(branch.disk, one);
      apply(branch.model, one);
      if (turn % 20 === 0) for (const { disk, model } of branches.filter(Boolean)) expect(shown(disk)).to.deep.equal(wanted(model));
    }
    expect(branches.length).to.be.above(3);
  });

  it('loses nothing of a file that grows by thousands of appends', () => {
    const disk: Disk = new Map();
    for (let nth = 0; nth < 3_000; nth++) write(disk, edit('log', 'append', `${nth % 10}`));
    expect(textOf(contents(disk).get('log') ?? null)).to.equal('0123456789'.repeat(300));
  });

  it('keeps of a crash the first writes whole, a piece of the next append, and nothing after it', () => {
    const draw = drawFrom('disk', 'tears');
    for (let time = 0; time < 200; time++) {
      const writes = Array.from({ length: 4 }, () => drawEdit(draw));
      for (let kept = 0; kept <= writes.length; kept++) {
        const next = writes[kept];
        const torn = next === undefined ? 0 : draw('torn', next.bytes.length + 1);
        const [disk, model]: [Disk, Model] = [new Map(), new Map()];
        tear(disk, writes, kept, torn);
        for (const one of writes.slice(0, kept)) apply(model, one);
        if (next?.edit === 'append' && torn > 0) apply(model, { ...next, bytes: next.bytes.subarray(0, torn) });
        expect(shown(disk)).to.deep.equal(wanted(model));
      }
    }
  });
});
