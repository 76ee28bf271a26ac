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

/** Words a minute, and the seconds that a press and a vote take before it: somebody points, the audience thinks. */
const speaking = { words: 120, press: 12, vote: 15 }

it.each(shipped)('%s takes about the minutes that it names, at speaking pace', (_, text) => {
  const { minutes, steps } = readDemo(text)
  let slide = ''
  const seconds = steps.map((step) => {
    if (step.do === 'show') slide = step.slide
    if (step.do === 'say') return (60 * step.text.split(/\s+/).length) / speaking.words
    if (step.do === 'play') return step.seconds
    if (step.do === 'start') return step.stored?.seconds ?? 0
    if (step.do !== 'wait' || !('press' in step.for)) return 0
    return speaking.press + (slide === 'What will happen?' ? speaking.vote : 0)
  })
  const taken = seconds.reduce((sum, each) => sum + each, 0) / 60
  expect(Math.abs(taken - minutes)).toBeLessThan(1)
})
