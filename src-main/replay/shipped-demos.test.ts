import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readDemo, storedRun } from '#contract/demo.ts'
import { checkDemo } from '#experiments/check-demo.ts'
import { carriedOut } from '#experiments/demo-runs.testing.ts'
import { openStoredRun } from './stored-run.ts'

const folder = new URL('../../resources/demos/', import.meta.url)
const shipped = readdirSync(folder).map(
  (file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const,
)

it.each(shipped)(
  '%s is played to its end: every wait is met, every caption has its numbers',
  // Networks are trained, on a machine that may be busy with other tests.
  { timeout: 120_000 },
  async (_, text) => {
    const demo = readDemo(text)
    const checked = await checkDemo(demo, {
      start: carriedOut,
      stored: (name) => openStoredRun(storedRun(demo, name), name),
    })
    expect(checked.filter(({ problem }) => problem !== null)).toEqual([])
  },
)
