import { RefusedError } from '#contract/client.ts'

/** Why something typed was not saved, in one or two sentences that say where it is and when it will be tried again. */
export const saveSentence = (error: unknown): string =>
  error instanceof RefusedError || error instanceof TooLongError
    ? `Not saved: ${error.message} The text stays on this page.`
    : 'Not saved yet: the lab cannot be reached. The text stays on this page and is saved when the lab is back.'

/** The page itself does not send it: `message` says what to do. */
export class TooLongError extends Error {}
