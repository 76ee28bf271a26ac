/** What crosses the line about submissions; spread into the tables of messages.ts. */
import { z } from 'zod'
import { request } from './request.ts'
import {
  paperSchema,
  submissionCheckSchema,
  submissionFormatSchema,
  submissionProgressSchema,
  submissionSchema,
} from './submission.ts'
import { worksheetIdSchema } from './worksheet.ts'

const worksheet = worksheetIdSchema

export const submissionRequests = [
  /** What to know before handing in. */
  request('submission.check', { worksheet }),
  /**
   * Makes the files, opens each again and answers when all are right. `to`: a folder on the lab's machine; null for one
   * in the lab's own folder. Nothing is overwritten: where the folder holds something, a new one is made in it.
   */
  request('submission.make', {
    worksheet,
    formats: z.array(submissionFormatSchema).min(1, 'choose PDF, Markdown or zip').max(3),
    paper: paperSchema,
    to: z.string().trim().min(1).max(4096).nullable(),
  }),
  /** The reference solution with the numbers of this machine's newest runs; refused where the policy locks references. */
  request('submission.reference', {
    formats: z.array(submissionFormatSchema).min(1, 'choose PDF, Markdown or zip').max(3),
    paper: paperSchema,
    to: z.string().trim().min(1).max(4096).nullable(),
  }),
  /** Some bytes of a file of a submission that this lab made since it was started. */
  request('submission.read', {
    submission: z.string().max(64),
    file: z.string().max(300),
    from: z.int().nonnegative(),
  }),
] as const

export const submissionReplies = {
  'submission.check': submissionCheckSchema,
  'submission.make': submissionSchema,
  'submission.reference': submissionSchema,
  'submission.read': z.strictObject({ data: z.string(), total: z.int().nonnegative() }),
}

export const submissionEvents = [
  /** To the port that asked for the submission. */
  z.strictObject({
    type: z.literal('submission.progress'),
    /** Null for a reference solution. */
    worksheet: worksheetIdSchema.nullable(),
    progress: submissionProgressSchema,
  }),
] as const
