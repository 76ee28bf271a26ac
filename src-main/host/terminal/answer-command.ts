import { LabClient, RefusedError } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import type { RunHead } from '#contract/run-head.ts'
import type { Values } from '#contract/samples.ts'
import { findPart } from '#experiments/problems.ts'
import { pending } from '#experiments/answer-text.ts'
import type { Slot } from '#experiments/part.ts'
import type { Lab } from '#main/lab.ts'
import { UsageError } from '#processes/command-line.mjs'
import { answerText } from './report.ts'
import { labCommand } from '#text/program-name.ts'
import type { Terminal } from './run-command.ts'

interface Order {
  readonly part: string
  readonly runs: readonly string[]
  readonly isJson: boolean
}

/** What stands in place of an answer that needs a run: the command that makes it. */
export const pendingFor = ({ part, id }: Slot): string =>
  `Run this first to see the answer with its numbers: ${labCommand(`run ${part}${id === 'main' ? '' : ` --slot ${id}`}`)}`

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
  /** The run that fills a slot: the one that was named, else the latest that came to its end. */
  const chosenRun = async (slot: Slot, named: readonly RunHead[]): Promise<RunHead | null> => {
    const own = named.find(({ request }) => request.slot === slot.id)
    if (own) return own
    const { runs: latest } = await client.request('run.list', {
      filter: { slot: { part: slot.part, slot: slot.id }, status: ['completed'] },
      from: 0,
      limit: 1,
    })
    return latest[0] ?? null
  }
  try {
    await lab.readAllRuns()
    const named: RunHead[] = []
    for (const name of runs) {
      const { head } = await client.request('run.watch', { run: name, from: {}, snapshots: 0 })
      await client.request('run.unwatch', { run: name })
      if (head.request.part !== id)
        throw new UsageError(`The run ${name} is of part ${head.request.part}, not of ${id}.`)
      named.push(head)
    }
    const { part } = found
    const chosen = await Promise.all(
      part.slotList.map(async (slot) => ({ slot, run: await chosenRun(slot, named) })),
    )
    const ids = chosen.flatMap(({ run }) => run?.id ?? [])
    const bodies = ids.length === 0 ? [] : await client.request('run.values', { runs: ids })
    const values: Values = Object.assign({}, ...bodies.map((body) => body.values))
    const asks = part.asks.map(({ id: ask, text }) => {
      const by = chosen.find(({ slot }) => slot.answered.includes(ask))
      const paragraphs = by
        ? by.slot
            .ask(by.run?.request.params ?? {})
            .answer(ask, by.run ? values : {})
            .paragraphs.map((paragraph) => (paragraph === pending ? pendingFor(by.slot) : paragraph))
        : []
      return { id: ask, text, run: by?.run?.id ?? null, seed: by?.run?.request.seed ?? null, paragraphs }
    })
    terminal.print(isJson ? JSON.stringify({ part: id, asks }) : answerText(asks))
    return asks.every(({ run }) => run !== null) ? 0 : 1
  } catch (error) {
    // The word itself was wrong.
    if (error instanceof RefusedError && error.field !== null) throw new UsageError(error.message)
    throw error
  } finally {
    client.close()
  }
}
