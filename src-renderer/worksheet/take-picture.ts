import { encodePicture } from './encode-picture.ts'
import { markdownOf } from './lab-links.ts'
import type { WorksheetState } from './worksheet.svelte.ts'

/** Puts a picture into a cell and resolves with what stands for it in the text. Rejects with a sentence. */
export async function takePicture(worksheet: WorksheetState, cell: string, file: File): Promise<string> {
  const { kind, bytes } = await encodePicture(file)
  const sent = await worksheet.send(kind, bytes)
  const label = file.name.replace(/\.[a-z]+$/i, '').slice(0, 200) || 'Picture'
  const { id, link } = await worksheet.link(cell, { kind: 'picture', label, file: sent }, null)
  return markdownOf(id, link)
}
