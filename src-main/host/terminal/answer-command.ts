import { LabClient } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import type { RunSummary } from '#contract/runs.ts'
import { findPart } from '#experiments/problems.ts'
import type { Slot } from '#experiments/part.ts'
import type { Lab } from '#main/lab.ts'
import { UsageError } from './arguments.ts'
import { answerText } from './report.ts'
import type { Terminal } from './run-command.ts'

interface Order {
  readonly part: string
  readonly runs: readonly string[]
  readonly isJson: boolean
}

/** The run that fills a slot: the one that was named, else the latest that came to its end. */
function chosenRun(
  slot: Slot,
  known: readonly RunSummary[],
  named: readonly RunSummary[],
): RunSummary | null {
  const fills = ({ request }: RunSummary): boolean => request.part === slot.part && request.slot === slot.id
  return named.find(fills) ?? known.find((run) => fills(run) && run.status === 'completed') ?? null
}

/** Prints the reference answer of a part with the numbers of its runs; returns the exit code. */
export async function answerCommand(
  lab: Lab,
  { part: id, runs, isJson }: Order,
  terminal: Terminal,
): Promise<number> {
  const found = findPart(id)
  if (!found) throw new UsageError(`There is no part "${id}".`)
  const [near, far] = memoryPorts()
  const client = new LabClient(near, { onEvent: () => undefined })
  lab.connect(far)
  try {
    const { runs: known } = await client.request('lab.describe', {})
    const named = runs.map((name) => {
      const run = known.find((candidate) => candidate.id === name)
      if (!run) throw new UsageError(`There is no run "${name}".`)
      if (run.request.part !== id)
        throw new UsageError(`The run ${name} is of part ${run.request.part}, not of ${id}.`)
      return run
    })
    const { part } = found
    const chosen = part.slotList.map((slot) => ({ slot, run: chosenRun(slot, known, named) }))
    const values = Object.assign({}, ...chosen.map(({ run }) => run?.values ?? {})) as RunSummary['values']
    const asks = part.asks.map(({ id: ask, text }) => {
      const by = chosen.find(({ slot }) => slot.answered.includes(ask))
      const paragraphs = by
        ? by.slot.ask(by.run?.request.params ?? {}).answer(ask, by.run ? values : {}).paragraphs
        : []
      return { id: ask, text, run: by?.run?.id ?? null, seed: by?.run?.request.seed ?? null, paragraphs }
    })
    terminal.print(isJson ? JSON.stringify({ part: id, asks }) : answerText(asks))
    return asks.every(({ run }) => run !== null) ? 0 : 1
  } finally {
    client.close()
  }
}
