/**
 * Finds the seed that the lab starts with (`usualSeed`): the first from FROM on (182, the number of the course) at whose
 * defaults every claim of bench/course-seed.mjs holds. A seed is left at its first claim that fails, so the figures
 * behind it are not known; the table says so. MOST: how many seeds are tried at most (60).
 * A seed chosen for its pictures says nothing about how often they come out so: `npm run bench -- problem-4-spread`
 * measures that over seeds that nobody chose.
 */
import { pathToFileURL } from 'node:url'
import { buildEntry } from './build-entry.mjs'
import { markdownTable } from './medians.mjs'

/** Prints a line for each seed; exits with 1 where none of them shows everything. */
export async function runCourseSeed() {
  const { claims } = await import(pathToFileURL(await buildEntry('course-seed')).href)
  const from = Number(process.env.FROM ?? 182)
  const most = Number(process.env.MOST ?? 60)
  for (const { part, claim } of claims) console.log(`${part}: ${claim}`)
  const lines = []
  /** @type {number | null} */
  let found = null
  for (let seed = from; seed < from + most && found === null; seed++) {
    const cells = []
    for (const { test } of claims) {
      const { holds, words } = await test(seed)
      cells.push(holds ? words : `**${words}**`)
      if (!holds) break
    }
    const isWhole = cells.length === claims.length && !cells.at(-1).startsWith('**')
    if (isWhole) found = seed
    lines.push([String(seed), ...cells, ...Array(claims.length - cells.length).fill('not tried')])
    console.log(`  ${seed}: ${cells.join('; ')}`)
  }
  console.log(`\n${markdownTable(['seed', ...claims.map(({ part }) => part)], lines)}`)
  console.log(found === null ? `\nNone of ${most} seeds shows everything.` : `\nThe course seed: ${found}.`)
  if (found === null) process.exitCode = 1
}
