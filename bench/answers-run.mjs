/**
 * Prints the reference answers of problems 1, 3 and 4 at settings and seeds away from the defaults, to be read beside
 * what the runs measured. RUNS: how many of each slot (40); PARTS: a choice of slots ("4e,4e-kernels"); FROM: the first
 * seed (1); SIZE: how much larger the trainings may be than in the tests (1). What can be checked without reading is
 * asserted in src-main/experiments/answers-anywhere.test.ts.
 */
import { pathToFileURL } from 'node:url'
import { buildEntry } from './build-entry.mjs'
import { isAsked } from './problem-4-run.mjs'

/** Prints every answer under the settings of its run. */
export async function runAnswers() {
  const runs = Number(process.env.RUNS ?? 40)
  const from = Number(process.env.FROM ?? 1)
  const size = Number(process.env.SIZE ?? 1)
  const { keysOf, answersAt } = await import(pathToFileURL(await buildEntry('answers')).href)
  for (const key of keysOf([1, 3, 4]).filter(isAsked))
    for (let seed = from; seed < from + runs; seed++) {
      const { changed, answers } = await answersAt(key, seed, size)
      console.log(`\n## ${key}, seed ${seed}: ${changed}`)
      for (const { ask, paragraphs } of answers) console.log([`(${ask})`, ...paragraphs].join('\n'))
    }
}
