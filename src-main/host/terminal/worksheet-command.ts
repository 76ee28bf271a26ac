import { LabClient } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import { problems } from '#experiments/problems.ts'
import type { Lab } from '#main/lab.ts'
import { UsageError } from '#processes/command-line.mjs'
import { daysInTrash } from '#runs/run-edits.ts'
import type { WorksheetAction } from './command.ts'
import type { Terminal } from './run-command.ts'
import { worksheetJson, worksheetLine, worksheetText } from './worksheet-report.ts'

const noneYet = 'There is no worksheet yet; the lab’s page makes one.'

/** Lists the worksheets, shows one with the state of every cell, or deletes one; returns the exit code. */
export async function worksheetCommand(
  lab: Lab,
  action: WorksheetAction,
  isJson: boolean,
  { print }: Pick<Terminal, 'print'>,
): Promise<number> {
  const [near, far] = memoryPorts()
  const client = new LabClient(near, { onEvent: () => undefined })
  lab.connect(far)
  try {
    const heads = await client.request('worksheet.list', {})
    if (action.kind === 'list') {
      if (isJson) print(JSON.stringify({ worksheets: heads }))
      else for (const head of heads) print(worksheetLine(head))
      if (!isJson && heads.length === 0) print(noneYet)
      return 0
    }
    const ids = heads.map(({ id }) => id)
    const id = action.worksheet ?? (ids.includes('mine') ? 'mine' : ids[0])
    if (id === undefined) throw new Error(noneYet)
    if (!ids.includes(id))
      throw new UsageError(`There is no worksheet "${id}"; there are ${ids.join(', ') || 'none'}.`)
    if (action.kind === 'delete') {
      const name = heads.find((head) => head.id === id)?.name ?? id
      await client.request('worksheet.delete', { worksheet: id })
      print(
        isJson
          ? JSON.stringify({ deleted: id })
          : `"${name}" (${id}) is in the trash; it is kept there for ${daysInTrash} days.`,
      )
      return 0
    }
    await lab.readAllRuns()
    const { notice } = await client.request('worksheet.open', { worksheet: id })
    const resolved = await lab.resolveWorksheet(id)
    print(
      isJson ? JSON.stringify(worksheetJson(resolved, notice)) : worksheetText(resolved, notice, problems),
    )
    return 0
  } finally {
    client.close()
  }
}
