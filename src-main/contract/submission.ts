/** What is handed in: the check before it, and the files that are made of a worksheet. */
import { z } from 'zod'
import { cellIdSchema } from './worksheet.ts'

export const submissionFormatSchema = z.enum(['pdf', 'markdown', 'zip'])
export type SubmissionFormat = z.infer<typeof submissionFormatSchema>
export const paperSchema = z.enum(['a4', 'letter'])
export type Paper = z.infer<typeof paperSchema>

/**
 * empty: nothing is written. skipped: an optional part that the student leaves out. stale: a run that is linked was
 * deleted. newer: a newer run could take the place of a linked one. edited: a linked number was typed over. setting: not
 * the homework's. host: memory of the host and not of a GPU. student: name or id is missing. log: problem 6 is incomplete.
 */
export const findingKindSchema = z.enum([
  'empty',
  'skipped',
  'stale',
  'newer',
  'edited',
  'synthetic',
  'host',
  'predicted',
  'setting',
  'stopped',
  'failed',
  'diverged',
  'student',
  'log',
])
export type FindingKind = z.infer<typeof findingKindSchema>

/** Something to know before handing in. */
export const findingSchema = z.strictObject({
  kind: findingKindSchema,
  /** Where it is; null for what belongs to the whole worksheet. */
  cell: cellIdSchema.nullable(),
  /** "should be looked at" or only "good to know". */
  isWarning: z.boolean(),
  /** What it is and what to do. */
  sentence: z.string(),
})
export type Finding = z.infer<typeof findingSchema>

export const submissionCheckSchema = z.strictObject({
  /** In the order of the homework; what belongs to the whole worksheet comes first. */
  findings: z.array(findingSchema),
  /** Cells that must be answered, and how many of them are. */
  required: z.int().nonnegative(),
  answered: z.int().nonnegative(),
  /** The same of cells that may be left out. */
  optional: z.int().nonnegative(),
  optionalAnswered: z.int().nonnegative(),
  /** One sentence where this machine cannot make a PDF: why, and what to do. */
  pdfProblem: z.string().nullable(),
})
export type SubmissionCheck = z.infer<typeof submissionCheckSchema>

/** A file that was written and read again. */
export const submissionFileSchema = z.strictObject({
  /** Within the folder: "homework.pdf". */
  name: z.string(),
  /** The whole path on the lab's machine. */
  path: z.string(),
  bytes: z.int().nonnegative(),
  /** What was found in it when it was opened again: "31 pages, 25 parts, 40 figures". */
  checked: z.string(),
})
export type SubmissionFile = z.infer<typeof submissionFileSchema>

export const submissionSchema = z.strictObject({
  /** By which `submission.read` knows it, until the lab is closed. */
  id: z.string().max(64),
  folder: z.string(),
  files: z.array(submissionFileSchema),
  /** What could not be made, and what to do, a sentence each. */
  notes: z.array(z.string()),
})
export type Submission = z.infer<typeof submissionSchema>

export const submissionProgressSchema = z.strictObject({
  /** What the lab does now, in a few words. */
  step: z.string(),
  done: z.int().nonnegative(),
  total: z.int().positive(),
})
export type SubmissionProgress = z.infer<typeof submissionProgressSchema>

/** Bytes of a file that one reply carries, before base64. */
export const submissionChunkBytes = 256 * 1024
