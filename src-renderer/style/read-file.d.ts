/** The page is compiled without Node's types; its tests read one style sheet, which vitest's CSS stub hides. */
declare module 'node:fs' {
  export function readFileSync(path: string, encoding: 'utf8'): string
}
