import { progressWords } from '#worksheet/pure/progress.ts'
import { LabClient, RefusedError } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import type { Lab } from '#main/lab.ts'
import { UsageError } from '#processes/command-line.mjs'
import { formatBytes } from '#text/bytes.ts'
import { listed } from '#text/words.ts'
import type { Command } from './command.ts'
import type { Terminal } from './run-command.ts'

type Order = Extract<Command, { name: 'export' }>

/** Makes the files of a submission, or of the reference solution, and prints where they are; returns the exit code. */
export async function exportCommand(
  lab: Lab,
  { isReference, worksheet, formats, paper, to, isJson }: Order,
  terminal: Terminal,
): Promise<number> {
  const [near, far] = memoryPorts()
  const client = new LabClient(near, {
    onEvent: (event) => {
      if (event.type === 'submission.progress') terminal.progress?.(event.progress.step)
    },
  })
  lab.connect(far)
  try {
    await lab.readAllRuns()
    const order = { formats: [...formats], paper, to }
    const { folder, files, notes } = isReference
      ? await client.request('submission.reference', order)
      : await client.request('submission.make', { ...order, worksheet })
    terminal.progress?.(null)
    const check = isReference ? null : await client.request('submission.check', { worksheet })
    if (isJson)
      terminal.print(JSON.stringify({ folder, files, notes, ...(check && { findings: check.findings }) }))
    else {
      for (const { path, bytes, checked } of files)
        terminal.print(`${path}  ${formatBytes(bytes)}, opened again: ${checked}`)
      for (const note of notes) terminal.print(note)
      if (check) {
        terminal.print(`\nCheck: ${progressWords(check)}.`)
        const empty = check.findings.flatMap(({ kind, cell }) => (kind === 'empty' && cell ? [cell] : []))
        if (empty.length > 0) terminal.print(`  Nothing is written for ${listed(empty)}.`)
        for (const { kind, cell, isWarning, sentence } of check.findings)
          if (isWarning && kind !== 'empty')
            terminal.print(`  ${cell === null ? '' : `${cell}: `}${sentence}`)
      }
    }
    return 0
  } catch (error) {
    terminal.progress?.(null)
    // The word itself was wrong.
    if (error instanceof RefusedError && error.field !== null) throw new UsageError(error.message)
    throw error
  } finally {
    client.close()
  }
}
