import { RefusedError } from '#contract/client.ts'

/** Why something typed was not saved, in one or two sentences that say where it is and when it will be tried again. */
export function saveSentence(error: unknown): string {
  if (!(error instanceof RefusedError || error instanceof TooLongError))
    return 'Not saved yet: the lab cannot be reached. The text stays on this page and is saved when the lab is back.'
  // The lab begins its own sentence about a disk so.
  return `Not saved: ${error.message.replace(/^Not saved: /, '')} The text stays on this page.`
}

/** The page itself does not send it: `message` says what to do. */
export class TooLongError extends Error {}
