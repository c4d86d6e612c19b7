/** What one folder may do. See `about` in boundaries.json. */
export interface Boundary {
  readonly purpose: string;
  readonly imports: readonly string[];
  readonly packages: readonly string[];
  readonly ambient: boolean;
  /** True for a folder of tests and what only tests use: it is as free as a `*.test.ts` file. */
  readonly tests?: boolean;
  /** Files besides the door that other rooms may import, relative to the folder. */
  readonly doors?: readonly string[];
}

export interface Boundaries {
  readonly door: string;
  readonly folders: Readonly<Record<string, Boundary>>;
}

/** Listed folders that hold `path`, outermost first. A single file may be listed like a folder, where it alone may do more. */
function holdersOf(boundaries: Boundaries, path: string): string[] {
  const holding = Object.keys(boundaries.folders).filter((folder) => path === folder || path.startsWith(`${folder}/`));
  return holding.sort((a, b) => a.length - b.length);
}

/** The longest listed folder that holds `path`; undefined when none does. */
export function folderOf(boundaries: Boundaries, path: string): string | undefined {
  return holdersOf(boundaries, path).at(-1);
}

/** The shortest listed folder that holds `path`: inside one room, files import each other without using the door. */
export function roomOf(boundaries: Boundaries, path: string): string | undefined {
  return holdersOf(boundaries, path)[0];
}

/** Tests may import anything and touch the outside. */
export function isTest(boundaries: Boundaries, path: string): boolean {
  return path.endsWith('.test.ts') || boundaries.folders[folderOf(boundaries, path) ?? '']?.tests === true;
}
