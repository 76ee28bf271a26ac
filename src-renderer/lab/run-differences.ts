import type { NamedField } from '#contract/fields.ts'
import type { RunRequest } from '#contract/runs.ts'

const sameSettings = 'same settings'
/** Lists up to this length are written out. */
const longestList = 8

/** How the settings of `request` differ from `shown`, in a few words: "seed 7, learning rate 0.01"; "same settings". */
export function runDifferences(
  fields: readonly NamedField[],
  request: RunRequest,
  shown: RunRequest,
): string {
  const differing = fields.filter(
    ({ name }) => JSON.stringify(request.params[name]) !== JSON.stringify(shown.params[name]),
  )
  const words = differing.map(({ name, label }) => {
    const value = [request.params[name] ?? 'unknown'].flat()
    // A matrix written out would be no difference in a few words.
    return value.length > longestList
      ? `another ${label.toLowerCase()}`
      : `${label.toLowerCase()} ${value.join(', ')}`
  })
  if (request.seed !== shown.seed) words.unshift(`seed ${request.seed}`)
  return words.length > 0 ? words.join(', ') : sameSettings
}

const timeOf = (createdAt: string): string =>
  new Date(createdAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** Runs with their differences; those that no setting tells from the shown run or from another, with their time too. */
export function named<R extends { readonly head: { readonly createdAt: string } }>(
  runs: readonly R[],
  differenceOf: (run: R) => string,
): { readonly run: R; readonly difference: string }[] {
  const all = runs.map((run) => ({ run, difference: differenceOf(run) }))
  return all.map(({ run, difference }) => {
    const isAlone = all.filter((other) => other.difference === difference).length === 1
    return isAlone && difference !== sameSettings
      ? { run, difference }
      : { run, difference: `${difference}, run of ${timeOf(run.head.createdAt)}` }
  })
}
