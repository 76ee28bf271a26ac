import { openLab } from '#runs/lab-under-test.testing.ts'
import { serveWorksheets } from './serve-worksheet.ts'
import { WorksheetStore } from './worksheet-store.ts'

/** For tests: a lab with worksheets, as `openLab`; `worksheets` is its store. */
export async function openWorksheetLab(home?: string, options: Parameters<typeof openLab>[1] = {}) {
  let store: WorksheetStore | null = null
  const lab = await openLab(home, {
    ...options,
    serveBeside: (send, manager, folder) =>
      serveWorksheets((store ??= new WorksheetStore(folder)), manager, send),
  })
  const worksheets = (store ??= new WorksheetStore(lab.home))
  return {
    ...lab,
    worksheets,
    close: async () => {
      await worksheets.close()
      await lab.close()
    },
  }
}
