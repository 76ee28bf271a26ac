import { presetParams } from '#contract/params.ts'
import { dataOf, dataProblem, type Problem2Params } from '#experiments/p2-regularization/definition.ts'
import type { LinearData } from '#numeric/dropout-objective.ts'
import type { PartState } from '../../lab/part.svelte.ts'
import type { RunState } from '../../lab/run.svelte.ts'

type DataParams = Parameters<typeof dataOf>[0]

/** The parameters that make the data, as text that is equal only where the data are. */
function dataKeyOf(params: Problem2Params): string {
  const { source, scales, rows, offset, noise, dataSeed, givenX, givenY } = params
  return JSON.stringify(
    source === 'given' ? { source, givenX, givenY } : { source, scales, rows, offset, noise, dataSeed },
  )
}

/**
 * What a part's form asks right now, with its data: the closed forms follow it at once, without a run. While
 * something in the form is not allowed, the last settings that were stay in force.
 */
export class PartForm {
  readonly part: PartState
  private lastAllowed: Problem2Params

  constructor(part: PartState) {
    this.part = part
    const isAllowed = Object.keys(part.problems).length === 0
    this.lastAllowed = (
      isAllowed ? part.params : presetParams(part.experiment, part.preset)
    ) as Problem2Params
  }

  readonly params: Problem2Params = $derived.by(() => {
    const asked = this.part.params as Problem2Params
    const isAllowed = Object.keys(this.part.problems).length === 0 && dataProblem(asked) === null
    if (isAllowed) this.lastAllowed = asked
    return this.lastAllowed
  })
  private readonly dataKey = $derived(dataKeyOf(this.params))
  /** A new object only when the data change, so that what depends on them alone is not worked out again. */
  readonly data: LinearData = $derived(
    dataOf({ ...noData, ...(JSON.parse(this.dataKey) as Partial<DataParams>) }),
  )

  /** The shown run, if it was asked with these data, this p and (where they matter) these weights. */
  readonly matchingRun: RunState | null = $derived.by(() => {
    const { run } = this.part
    if (!run) return null
    const asked = run.head.request.params as unknown as Problem2Params
    const { keep, weights } = this.params
    const isSame =
      asked.keep === keep && String(asked.weights) === String(weights) && dataKeyOf(asked) === this.dataKey
    return isSame ? run : null
  })
}

/** What the other kind of data would come from, which is not looked at. */
const noData: DataParams = {
  source: 'random',
  scales: [],
  rows: 0,
  offset: 0,
  noise: 0,
  dataSeed: 0,
  givenX: [],
  givenY: [],
}
