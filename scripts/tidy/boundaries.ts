/** What one folder may do. See `about` in boundaries.json. */
export interface Boundary {
  readonly purpose: string;
  readonly imports: readonly string[];
  readonly packages: readonly string[];
  readonly ambient: boolean;
  /** Files besides the door that other rooms may import, relative to the folder. */
  readonly doors?: readonly string[];
}

export interface Boundaries {
  readonly door: string;
  readonly folders: Readonly<Record<string, Boundary>>;
}

/** The longest listed folder that holds `path`; undefined when none does. */
export function folderOf(boundaries: Boundaries, path: string): string | undefined {
  const holding = Object.keys(boundaries.folders).filter((folder) => path.startsWith(`${folder}/`));
  return holding.sort((a, b) => b.length - a.length)[0];
}

/** The shortest listed folder that holds `path`: inside one room, files import each other without using the door. */
export function roomOf(boundaries: Boundaries, path: string): string | undefined {
  const holding = Object.keys(boundaries.folders).filter((folder) => path.startsWith(`${folder}/`));
  return holding.sort((a, b) => a.length - b.length)[0];
}

/** Tests may import anything and touch the outside. */
export function isTest(path: string): boolean {
  return path.startsWith('test/') || path.endsWith('.test.ts');
}
