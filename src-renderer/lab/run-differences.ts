import type { NamedField } from '#contract/fields.ts'
import { differingFields, settingWords } from '#contract/setting-words.ts'
import { formatShort } from '#text/numbers.ts'
import type { RunRequest } from '#contract/runs.ts'

const sameSettings = 'same settings'

/** How the settings of `request` differ from `shown`, in a few words: "seed 7, learning rate 0.01"; "same settings". */
export function runDifferences(
  fields: readonly NamedField[],
  request: RunRequest,
  shown: RunRequest,
): string {
  const words = differingFields(fields, request.params, shown.params).map((field) =>
    settingWords(field, request.params[field.name], formatShort),
  )
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
