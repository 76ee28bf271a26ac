import type { Experiment } from '#contract/experiment.ts'
import type { RunRequest } from '#contract/runs.ts'

/** What `request` asks otherwise than `shown`, in a few words: "seed 7, learning rate 0.01"; "same settings". */
export function runDifferences(experiment: Experiment, request: RunRequest, shown: RunRequest): string {
  const differing = experiment.fields.filter(
    ({ name }) => JSON.stringify(request.params[name]) !== JSON.stringify(shown.params[name]),
  )
  const words = differing.map(
    ({ name, label }) => `${label.toLowerCase()} ${[request.params[name] ?? 'unknown'].flat().join(', ')}`,
  )
  if (request.seed !== shown.seed) words.unshift(`seed ${request.seed}`)
  return words.length > 0 ? words.join(', ') : 'same settings'
}
