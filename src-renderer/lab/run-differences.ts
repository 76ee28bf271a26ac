import type { NamedField } from '#contract/fields.ts'
import type { RunRequest } from '#contract/runs.ts'

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
  return words.length > 0 ? words.join(', ') : 'same settings'
}
