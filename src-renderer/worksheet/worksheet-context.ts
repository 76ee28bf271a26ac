import { getContext, setContext } from 'svelte'
import type { WorksheetState } from './worksheet.svelte.ts'

const key = Symbol('worksheet')

/** Everything within the calling component finds the worksheet. */
export const setWorksheet = (worksheet: WorksheetState): void => void setContext(key, worksheet)

/** The worksheet of the page around the calling component; undefined where a part stands alone. */
export const worksheetAround = (): WorksheetState | undefined => getContext<WorksheetState | undefined>(key)
