/** What the worksheet asks of the lab. */
import type { LabClient } from '#contract/client.ts'
import type { LabEvent, RequestOf, ReplyTo } from '#contract/messages.ts'

type Body<Type extends Parameters<LabClient['request']>[0]> = Omit<RequestOf<Type>, 'id' | 'type'>

/** The part of the page's lab that the worksheet uses. */
export interface WorksheetLab {
  /** Rejects with an Error while the lab is not connected. */
  ask<T>(request: (client: Pick<LabClient, 'request'>) => Promise<T>): Promise<T>
  /** Calls back for every event of the lab until the function that is returned has been called. */
  listen(listener: (event: LabEvent) => void): () => void
}

/** Requests of the worksheet by name: `askWorksheet(lab, 'open', { worksheet: 'mine' })`. */
export const askWorksheet = <Type extends WorksheetType>(
  lab: Pick<WorksheetLab, 'ask'>,
  type: Type,
  body: Body<`worksheet.${Type}`>,
): Promise<ReplyTo<`worksheet.${Type}`>> => lab.ask((client) => client.request(`worksheet.${type}`, body))

type WorksheetType =
  | 'list'
  | 'create'
  | 'open'
  | 'saveCell'
  | 'saveLog'
  | 'change'
  | 'delete'
  | 'addTime'
  | 'file'
  | 'readFile'
  | 'link'
  | 'states'
