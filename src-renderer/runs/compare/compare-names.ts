/** What compared runs are called: by what tells each from the others. */
import type { RunHead } from '#contract/run-head.ts'
import { slotKey } from '#contract/runs.ts'
import { settingWords } from '#contract/setting-words.ts'
import { formatShort } from '#text/numbers.ts'
import { slotOf } from '#experiments/problems.ts'
import { engineOnKind } from '../../lab/engine-words.ts'
import { startedWords } from '../run-words.ts'

export type Compared = Pick<RunHead, 'request' | 'engine' | 'createdAt'>

const isVaried = (values: readonly unknown[]): boolean =>
  new Set(values.map((value) => JSON.stringify(value))).size > 1

/** Names of the parameters that differ between two of the runs that have them. */
export function variedParams(runs: readonly Compared[]): readonly string[] {
  const names = new Set(runs.flatMap(({ request }) => Object.keys(request.params)))
  return [...names].filter((name) =>
    isVaried(runs.flatMap(({ request }) => (name in request.params ? [request.params[name]] : []))),
  )
}

/**
 * A name for each run, in their order: part, seed, parameters and engine as far as they differ ("1e, batch size 64");
 * runs that nothing of this tells apart carry the time of their start.
 */
export function comparedNames(runs: readonly Compared[]): readonly string[] {
  const [arePartsVaried, areSeedsVaried, areEnginesVaried] = [
    isVaried(runs.map(({ request }) => slotKey(request))),
    isVaried(runs.map(({ request }) => request.seed)),
    isVaried(runs.map(({ engine }) => engineOnKind(engine))),
  ]
  const params = variedParams(runs)
  const names = runs.map(({ request, engine }) => {
    const fields = slotOf(request)?.fields ?? []
    return [
      ...(arePartsVaried ? [slotKey(request)] : []),
      ...(areSeedsVaried ? [`seed ${request.seed}`] : []),
      ...fields
        .filter(({ name }) => params.includes(name) && name in request.params)
        .map((field) => settingWords(field, request.params[field.name], formatShort)),
      ...(areEnginesVaried ? [engineOnKind(engine)] : []),
    ].join(', ')
  })
  return names.map((name, at) => {
    const run = runs[at]
    const isAlone = names.filter((other) => other === name).length === 1
    if (!run || (isAlone && name !== '')) return name
    return [name, `run of ${startedWords(run)}`].filter(Boolean).join(', ')
  })
}
