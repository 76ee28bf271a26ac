import { LabClient, RefusedError } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import { samplesIn, type SampleBatch } from '#contract/samples.ts'
import type { RunBody, RunHead } from '#contract/run-head.ts'
import { mostListed } from '#contract/run-list.ts'
import { slotKey } from '#contract/runs.ts'
import { slotOf } from '#experiments/problems.ts'
import type { Lab } from '#main/lab.ts'
import { UsageError } from '#processes/command-line.mjs'
import { samplesCsv } from '#runs/samples-csv.ts'
import { formatDuration } from '#text/durations.ts'
import type { RunsAction } from './command.ts'
import { resultJson, resultText, sampleLines } from './report.ts'
import type { Terminal } from './run-command.ts'
import { writtenRun } from './write-run.ts'

/** What one line of the list says: the folder's name first, as the other commands want it. */
export function runLine(run: RunHead): string {
  return `${run.id}  ${run.status.padEnd(11)}  ${slotKey(run.request).padEnd(10)}  seed ${run.request.seed}  ${formatDuration(run.seconds)}  ${run.name}`
}

/** Lists, shows, exports, deletes and releases the runs that are kept, over the lab's own port; returns the exit code. */
export async function runsCommand(
  lab: Lab,
  action: RunsAction,
  isJson: boolean,
  { print }: Terminal,
): Promise<number> {
  const [near, far] = memoryPorts()
  const batches: SampleBatch[] = []
  let resolveAll: () => void = () => undefined
  const client = new LabClient(near, {
    onEvent: (event) => {
      if (event.type !== 'run.samples') return
      batches.push(...event.batches)
      client.request('run.ack', { run: event.run }).catch(() => undefined) // the last one may cross the end
      if (event.isLast) resolveAll()
    },
  })
  lab.connect(far)
  /** A run whole: its head, its values and, while it is watched, its samples. */
  const looked = async (run: string): Promise<RunHead & RunBody> => {
    const { head, body } = await client.request('run.watch', { run, from: {}, snapshots: 0 })
    return { ...head, ...body }
  }
  /** All heads, newest first; every folder has been read. */
  const listed = async (): Promise<{
    readonly runs: readonly RunHead[]
    readonly problems: readonly string[]
  }> => {
    await lab.readAllRuns()
    const runs: RunHead[] = []
    for (;;) {
      const page = await client.request('run.list', { filter: {}, from: runs.length, limit: mostListed })
      runs.push(...page.runs)
      if (page.runs.length === 0 || runs.length >= page.total) break
    }
    return { runs, problems: (await client.request('lab.describe', {})).census.problems }
  }
  try {
    switch (action.kind) {
      case 'list': {
        const { runs, problems } = await listed()
        if (isJson) print(JSON.stringify({ runs, problems }))
        else for (const line of [...runs.map(runLine), ...problems]) print(line)
        return 0
      }
      case 'show': {
        const run = await looked(action.run)
        const slot = slotOf(run.request)
        print(
          isJson
            ? JSON.stringify(resultJson(run, run.values))
            : resultText(run, run.values, slot?.values ?? []),
        )
        return 0
      }
      case 'export': {
        const all = new Promise<void>((resolve) => (resolveAll = resolve))
        const run = await looked(action.run)
        if (samplesIn(run.sampleCounts) > 0) await all
        if (!isJson) for (const line of samplesCsv(batches)) print(line)
        else {
          for (const batch of batches) for (const line of sampleLines(batch)) print(line)
          print(JSON.stringify(resultJson(run, run.values)))
        }
        return 0
      }
      case 'write':
        for (const line of await writtenRun(client, action, isJson)) print(line)
        return 0
      case 'delete':
        await client.request('run.delete', { run: action.run, isForGood: true })
        print(isJson ? JSON.stringify({ type: 'deleted', run: action.run }) : `${action.run} is deleted.`)
        return 0
      case 'release':
        await client.request('run.release', { run: action.run })
        print(
          isJson
            ? JSON.stringify({ type: 'released', run: action.run })
            : `${action.run} is free to go on here.`,
        )
        return 0
    }
  } catch (error) {
    // The word itself was wrong.
    if (error instanceof RefusedError && error.field !== null) throw new UsageError(error.message)
    throw error
  } finally {
    client.close()
  }
}
