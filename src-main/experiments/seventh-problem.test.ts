import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problems } from './problems.ts'

const roots = ['src-main', 'src-renderer']
const sources = roots.flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte|mjs|html|css)$/.test(path) && !/\.test\.ts$/.test(path))
    // For tests only, whatever runs there.
    .filter((path) => !/lab-under-test\.ts$|\.testing\.ts$/.test(path))
    .map((path) => join(root, path)),
)

/** A seventh problem is one folder on each side and nothing else; so nobody else may know one by name. */
describe.each(problems.map((problem) => [problem.id, problem] as const))('%s', (id, { parts }) => {
  it('has a declaration, a file a part, and on the page a view a slot, no more and no less', () => {
    const files = (folder: string, ending: RegExp): string[] =>
      sources
        .filter((path) => path.startsWith(folder.replaceAll('/', sep)) && ending.test(path))
        .map((path) => path.slice(folder.length).replace(ending, ''))
        .filter((name) => !name.includes(sep))
        .sort()
    expect(sources).toContain(`src-main/experiments/${id}/problem.ts`.replaceAll('/', sep))
    expect(files(`src-main/experiments/${id}/parts/`, /\.ts$/)).toEqual(parts.map((part) => part.id))
    const views = files(`src-renderer/experiments/${id}/`, /\.svelte$/).filter((name) => /^\d/.test(name))
    const keys = parts.flatMap(({ slotList }) => slotList.map(({ key }) => key))
    expect(views).toEqual(keys.sort())
  })

  it('is named in those folders only', () => {
    const own = (path: string): boolean => path.includes(join('experiments', id) + sep)
    const naming = sources.filter((path) => !own(path) && readFileSync(path, 'utf8').includes(id))
    expect(naming).toEqual([])
  })
})
