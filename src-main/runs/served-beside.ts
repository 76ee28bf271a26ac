/** Requests that are not about runs and data sets; the layers above this one answer them. */
import type { Request } from '#contract/messages.ts'

export type BesideRequest = Extract<
  Request,
  {
    type: `${'worksheet' | 'submission' | 'replay' | 'engine' | 'archive' | 'doctor' | 'storage' | 'tour' | 'recording'}.${string}`
  }
>

/** What answers them on one port. */
export interface ServedBeside {
  answer(request: BesideRequest): Promise<unknown>
  /** The port has closed. */
  close(): void
}

export const isBeside = (request: Request): request is BesideRequest =>
  /^(worksheet|submission|replay|engine|archive|doctor|storage|tour|recording)[.]/.test(request.type)
