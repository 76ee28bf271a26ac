import { openLab } from '#runs/lab-under-test.testing.ts'
import type { Printing } from '../printer.ts'
import { serveWorksheets } from '../serve-worksheet.ts'
import { WorksheetStore } from '../worksheet-store.ts'
import { withSubmissions } from './serve-submissions.ts'
import { Submissions } from './submissions.ts'

/** For tests: a lab with worksheets and submissions, as `openLab`. */
export async function openSubmissionLab(printing: Printing) {
  let store: WorksheetStore | null = null
  let submissions: Submissions | null = null
  const lab = await openLab(undefined, {
    serveBeside: (send, manager, home) => {
      const worksheets = (store ??= new WorksheetStore(home))
      submissions ??= new Submissions(home, worksheets, manager, printing)
      return withSubmissions(serveWorksheets(worksheets, manager, send), submissions, send)
    },
  })
  return {
    ...lab,
    /** What the lab's start clears away, and how it ends what is being made. */
    sweepExports: () =>
      new Submissions(lab.home, new WorksheetStore(lab.home), lab.manager, printing).sweep(),
    stopExports: () => submissions?.close() ?? Promise.resolve(),
    close: async () => {
      await submissions?.close()
      await store?.close()
      await lab.close()
    },
  }
}
