/** What a command line of the terminal can ask for. */
import type { RunRequest } from '#contract/runs.ts'
import type { Problem } from '#experiments/problem.ts'

export type DataAction =
  | { readonly kind: 'list' }
  | { readonly kind: 'import'; readonly path: string }
  | { readonly kind: 'download' }

export const runsKinds = ['list', 'show', 'export', 'delete', 'release'] as const
export type RunsAction =
  | { readonly kind: 'list' }
  | { readonly kind: Exclude<(typeof runsKinds)[number], 'list'>; readonly run: string }

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'list'; readonly isJson: boolean; readonly problems: readonly Problem[] }
  | { readonly name: 'doctor'; readonly isJson: boolean }
  | { readonly name: 'data'; readonly isJson: boolean; readonly action: DataAction }
  | { readonly name: 'run'; readonly isJson: boolean; readonly requests: readonly RunRequest[] }
  | {
      readonly name: 'answer'
      readonly isJson: boolean
      readonly part: string
      /** Runs to answer from; of a slot that none of them fills, the latest completed run. */
      readonly runs: readonly string[]
    }
  | { readonly name: 'runs'; readonly isJson: boolean; readonly action: RunsAction }
  | { readonly name: 'resume'; readonly isJson: boolean; readonly run: string }

/** What the words may name. */
export interface Known {
  readonly problems: readonly Problem[]
  /** Engines and their devices, whether they can be opened or not. */
  readonly engines: readonly { readonly name: string; readonly deviceIds: readonly string[] }[]
  /** The seed of a run that names none. */
  readonly seed: number
}

/** How a person types a command of the lab. */
export const labCommand = (words: string): string => `npm run --silent lab -- ${words}`

export const usage = `Usage: npm run --silent lab -- COMMAND

  list [PART] [--json]              the parts (or one, or a problem), their slots, parameters and values
  run PART [--slot ID] [--set name=value]... [--homework] [--seed N] [--engine NAME] [--device ID] [--json]
                                    trains, and prints the measured values; Ctrl-C stops and keeps the run
  run PROBLEM                       the same for every part of a problem ("run 2"), one after another
  answer PART [--run RUN]... [--json]
                                    the reference answer with the numbers of a run, the latest unless named
  resume RUN [--json]               goes on with a sweep that ended early; its finished trainings are kept
  runs [list] [--json]              the runs that are kept, newest first
  runs show|export|delete RUN [--json]
                                    its values; every sample as CSV (JSON lines with --json); delete it for good
  runs release RUN                  takes it from a lab on another machine that is gone, so that it can go on here
  data list|import PATH|download [--json]
                                    the data sets; CIFAR-10 from an archive or folder, or from its official address
  --version
  doctor [--json]                   versions, processor, memory, GPUs, engines, data folder
`
