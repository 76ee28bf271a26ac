import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { definitions } from './definitions.ts'

const roots = ['src-main', 'src-renderer']
const sources = roots.flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte|mjs|html|css)$/.test(path) && !/\.test\.ts$/.test(path))
    // For tests only, whatever runs there.
    .filter((path) => !path.endsWith('lab-under-test.ts'))
    .map((path) => join(root, path)),
)

/** A seventh problem is one folder on each side and nothing else; so nobody else may know one by name. */
describe.each(definitions.map(({ id }) => [id]))('%s', (id) => {
  it('has a folder on each side', () => {
    for (const file of [`src-main/experiments/${id}/train.ts`, `src-renderer/experiments/${id}/Panel.svelte`])
      expect(sources).toContain(file.replaceAll('/', sep))
  })

  it('is named in those folders only', () => {
    const own = (path: string): boolean => path.includes(join('experiments', id) + sep)
    const naming = sources.filter((path) => !own(path) && readFileSync(path, 'utf8').includes(id))
    expect(naming).toEqual([])
  })
})
