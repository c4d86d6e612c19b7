import type { Json } from '../../src/world/index.js';

/** A call in one line: `profile.create /projects/p/…/profiles/pr {"body":…}`. What the subject says already is not said again. */
export function callWords(op: string, subject: string | null, args: Json): string {
  const rest = subject === null ? args : withoutSubject(args, subject);
  return [op, subject, detail(rest)].filter((part) => part !== null).join(' ');
}

function withoutSubject(args: Json, subject: string): Json {
  if (args === null || typeof args !== 'object' || Array.isArray(args)) return args === subject ? null : args;
  const left = Object.entries(args).filter(
    ([, value]) => value !== subject && !(typeof value === 'string' && subject.endsWith(`/${value}`)),
  );
  return Object.fromEntries(left);
}

function detail(args: Json): string | null {
  const text = JSON.stringify(args);
  return text === '{}' || text === 'null' ? null : text;
}
