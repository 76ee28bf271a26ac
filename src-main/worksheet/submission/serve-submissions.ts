import type { LabEvent, SubmissionRequest, WorksheetRequest } from '#contract/messages.ts'
import type { ServedBeside } from '#runs/serve-port.ts'
import type { Submissions } from './submissions.ts'

const isSubmission = (request: WorksheetRequest | SubmissionRequest): request is SubmissionRequest =>
  request.type.startsWith('submission.')

/** Answers what one port asks about submissions, and leaves everything else to `served`. */
export function withSubmissions(
  served: ServedBeside,
  submissions: Submissions,
  send: (event: LabEvent) => void,
): ServedBeside {
  const answer = (request: SubmissionRequest): Promise<unknown> => {
    switch (request.type) {
      case 'submission.check':
        return submissions.check(request.worksheet)
      case 'submission.make':
        return submissions.make(request, (progress) =>
          send({ type: 'submission.progress', worksheet: request.worksheet, progress }),
        )
      case 'submission.reference':
        return submissions.reference(request, (progress) =>
          send({ type: 'submission.progress', worksheet: null, progress }),
        )
      case 'submission.read':
        return submissions.read(request.submission, request.file, request.from)
    }
  }
  return {
    answer: (request) => (isSubmission(request) ? answer(request) : served.answer(request)),
    close: () => served.close(),
  }
}
