import { percentile, type Row } from '../row.js';
import { chooser } from './chooser.js';
import { soak } from './soak.js';
import { Subject } from './subject.js';

const connections = 1_000;
const changes = 10_000;

/** A thousand connections under ten thousand changes of toxics, for so many minutes: what was lost, moved or leaked, and what it did to memory. */
export async function toxiproxySoak(minutes: number): Promise<readonly Row[]> {
  const subject = await Subject.embedded();
  await subject.ask('GET', '/version');
  const descriptors = subject.descriptors;
  const resident: number[] = [];
  const sample = (): void => {
    resident.push(subject.residentBytes);
    process.stderr.write(
      `${resident.length - 1} of 20: ${Math.round(subject.residentBytes / 1e6)} MB, ${subject.descriptors} descriptors\n`,
    );
  };
  try {
    const found = await soak({ url: subject.url, connections, changes, millis: minutes * 60_000, choose: chooser(1), sample });
    // The first tenth is for the connections and for the compiler.
    const [early, late] = [percentile(resident.slice(3, 8), 50), percentile(resident.slice(-5), 50)];
    return [
      row('soak: connections', connections, ''),
      row('soak: changes of toxics', found.changes, '', '10,000'),
      row('soak: time', minutes, 'minutes'),
      row('soak: bytes checked', found.checkedBytes / 1e6, 'MB', '≥ 24'),
      row('soak: pieces that came back wrong', found.wrongPieces, '', '0'),
      row('soak: connections that broke', found.brokenConnections, '', '0'),
      row('soak: requests to the API that failed', found.refused, '', '0'),
      row('soak: slowest answer of the API', found.slowestAnswerMillis, 'ms'),
      row('soak: connections and toxics left', found.left, '', '0'),
      row('soak: descriptors left', subject.descriptors - descriptors, '', '≤ 2, to the API'),
      row('soak: memory in the second quarter', early / 1e6, 'MB'),
      row('soak: memory in the last quarter', late / 1e6, 'MB'),
      row('soak: memory, last quarter / second', late / early, '×', '≤ 1.05'),
    ];
  } finally {
    subject.close();
  }
}

function row(what: string, value: number, unit: string, target?: string): Row {
  return { what, value, unit, target: target ?? null };
}
