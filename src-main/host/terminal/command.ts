/** What a command line of the terminal can ask for. */
import type { LibrarySource } from '#contract/engines.ts'
import type { RunAllOrder } from '#contract/run-all.ts'
import type { RunRequest } from '#contract/runs.ts'
import type { Paper, SubmissionFormat } from '#contract/submission.ts'
import { labCommand } from '#text/program-name.ts'
import type { Problem } from '#experiments/problem.ts'

export type DataAction =
  | { readonly kind: 'list' }
  | { readonly kind: 'import'; readonly path: string }
  | { readonly kind: 'download' }

export type EngineAction =
  | { readonly kind: 'list' | 'remove' }
  | { readonly kind: 'try' | 'default'; readonly engine: string; readonly device: string }
  | { readonly kind: 'install'; readonly source: LibrarySource }

export const runsKinds = ['list', 'show', 'export', 'delete', 'release'] as const
export type RunsAction =
  | { readonly kind: 'list' }
  | { readonly kind: Exclude<(typeof runsKinds)[number], 'list'>; readonly run: string }
  /** A run written as a replay file, or as event files for TensorBoard. */
  | {
      readonly kind: 'write'
      readonly run: string
      readonly as: 'labrun' | 'tensorboard'
      readonly to: string
    }

/** How far `answer` goes: a hint alone, hint and steps, or the answer itself. */
export type AnswerExtent = 'hint' | 'steps' | 'answer'
export type WorksheetAction =
  | { readonly kind: 'list' }
  /** Null: "mine", else the first by name. */
  | { readonly kind: 'show'; readonly worksheet: string | null }
  | { readonly kind: 'delete'; readonly worksheet: string }

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'list'; readonly isJson: boolean; readonly problems: readonly Problem[] }
  | { readonly name: 'doctor'; readonly isJson: boolean; readonly isPolicyOnly: boolean }
  | { readonly name: 'engine'; readonly isJson: boolean; readonly action: EngineAction }
  | { readonly name: 'data'; readonly isJson: boolean; readonly action: DataAction }
  | {
      readonly name: 'run'
      readonly isJson: boolean
      readonly requests: readonly RunRequest[]
      /** Runs of each request, with its seed and those after it; 1 unless told. */
      readonly seeds: number
    }
  | {
      readonly name: 'run-all'
      readonly isJson: boolean
      /** Null: go on with the plan that there is. */
      readonly order: RunAllOrder | null
    }
  | {
      readonly name: 'answer'
      readonly isJson: boolean
      readonly part: string
      readonly extent: AnswerExtent
      /** Runs to answer from; of a slot that none of them fills, the latest completed run. */
      readonly runs: readonly string[]
    }
  | { readonly name: 'runs'; readonly isJson: boolean; readonly action: RunsAction }
  | { readonly name: 'worksheet'; readonly isJson: boolean; readonly action: WorksheetAction }
  /** A demo, played without a page and checked. */
  | { readonly name: 'demo'; readonly isJson: boolean; readonly isTrained: boolean; readonly file: string }
  | { readonly name: 'resume'; readonly isJson: boolean; readonly run: string }
  /** Replay files, and zips of them, whose runs are repeated here. */
  | { readonly name: 'verify'; readonly isJson: boolean; readonly files: readonly string[] }
  | {
      readonly name: 'export'
      readonly isJson: boolean
      /** The reference solution instead of a worksheet. */
      readonly isReference: boolean
      readonly worksheet: string
      readonly formats: readonly SubmissionFormat[]
      readonly paper: Paper
      /** An absolute path. */
      readonly to: string
    }

/** What the words may name. */
export interface Known {
  readonly problems: readonly Problem[]
  /** Engines and their devices, whether they can be opened or not. */
  readonly engines: readonly { readonly name: string; readonly deviceIds: readonly string[] }[]
  /** The seed of a run that names none. */
  readonly seed: number
}

export const usage = `Usage: ${labCommand('COMMAND')}

  list [PART] [--json]              the parts (or one, or a problem), their slots, parameters and values
  run PART [--slot ID] [--set name=value]... [--homework] [--seed N] [--seeds K] [--engine NAME] [--device ID] [--json]
                                    trains, and prints the measured values; Ctrl-C stops and keeps the run;
                                    with --seeds, K runs from that seed on, and mean, standard deviation and range
  run PROBLEM                       the same for every part of a problem ("run 2"), one after another
  run-all [--setting short|homework] [--problem N]... [--seeds K] [--json]
                                    every part of the homework; Ctrl-C stops and keeps what is done
  run-all --resume [--json]         goes on where it was stopped or interrupted
  answer PART [--hint | --steps] [--run RUN]... [--json]
                                    the reference answer with the numbers of a run, the latest unless named; or
                                    only a hint, or hint and steps, for who still wants to find it
  resume RUN [--json]               goes on with a sweep that ended early; its finished trainings are kept
  runs [list] [--json]              the runs that are kept, newest first
  runs show|export|delete RUN [--json]
                                    its values; every sample as CSV (JSON lines with --json); delete it for good
  runs export RUN --labrun FILE     a replay file, which another lab opens and checks
  runs export RUN --tensorboard FOLDER
                                    event files that TensorBoard reads, a folder for each track
  runs release RUN                  takes it from a lab on another machine that is gone, so that it can go on here
  verify FILE... [--json]           repeats the runs of replay files (.labrun), or of a zip with such files, on this
                                    machine, and reports whether they come out the same
  demo play FILE --check [--live] [--json]
                                    plays a demo at full speed without a page, and reports whether each wait is met;
                                    with --live, stored runs are trained anew
  worksheet [list] [--json]         the worksheets
  worksheet show [ID] [--json]      every cell of one with its state and text, and the runs that fill its slots
  worksheet delete ID [--json]      moves one to the trash, which keeps it for 30 days
  data list|import PATH|download [--json]
                                    the data sets; CIFAR-10 from an archive or folder, or from its official address
  engine list|try ENGINE DEVICE|install wheel|archive|remove|default ENGINE DEVICE|default auto [--json]
                                    the engines and their devices; repeats a trial; TensorFlow's native library; what
                                    runs that name no engine are trained on
  export --to FOLDER [--pdf] [--markdown] [--zip] [--paper a4|letter] [--worksheet ID] [--reference] [--json]
                                    the homework as files to hand in, all three unless named; or the reference
                                    solution with the numbers of this machine's newest runs
  --version
  doctor [--json]                   is this machine ready for class? Exit code 0 if it is, else what is missing
  doctor --policy [--json]          what an administrator has set on this machine, and in which file
`
