/** The words after "export". */
import { resolve } from 'node:path'
import { submissionFormatSchema, type SubmissionFormat } from '#contract/submission.ts'
import { worksheetIdSchema } from '#contract/worksheet.ts'
import { readWords, UsageError } from '#processes/command-line.mjs'
import type { Command } from './command.ts'

const options = {
  to: 'FOLDER',
  pdf: null,
  markdown: null,
  zip: null,
  paper: 'a4|letter',
  worksheet: 'ID',
  reference: null,
  json: null,
}

/** Throws UsageError naming the word that cannot be used. */
export function parseExport(args: readonly string[]): Command {
  const { isHelp, has, valueOf } = readWords('export', args, options)
  if (isHelp) return { name: 'help' }
  const to = valueOf('to')
  if (to === undefined || to.trim() === '')
    throw new UsageError('"export" needs the folder to write into: --to FOLDER.')
  const paper = valueOf('paper') ?? 'a4'
  if (paper !== 'a4' && paper !== 'letter')
    throw new UsageError(`"${paper}" is not a paper size; there are a4 and letter.`)
  const worksheet = valueOf('worksheet')
  if (worksheet !== undefined && has('reference'))
    throw new UsageError('--reference is not of a worksheet; leave --worksheet out.')
  if (worksheet !== undefined && !worksheetIdSchema.safeParse(worksheet).success)
    throw new UsageError(
      `"${worksheet}" is not the id of a worksheet, which has small letters, digits and hyphens.`,
    )
  const all: readonly SubmissionFormat[] = submissionFormatSchema.options
  const chosen = all.filter((format) => has(format))
  return {
    name: 'export',
    isJson: has('json'),
    isReference: has('reference'),
    worksheet: worksheet ?? 'mine',
    formats: chosen.length > 0 ? chosen : all,
    paper,
    to: resolve(to),
  }
}
