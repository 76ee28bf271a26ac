import { open } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import {
  submissionChunkBytes,
  type Submission,
  type SubmissionCheck,
  type SubmissionProgress,
} from '#contract/submission.ts'
import type { RequestOf } from '#contract/messages.ts'
import { isLocked, lockSentence, type Policy } from '#contract/policy.ts'
import { problems } from '#experiments/problems.ts'
import { readPolicy } from '#policy/policy.ts'
import { RunError } from '#runs/run-error.ts'
import type { RunManager } from '#runs/run-manager.ts'
import { checkWorksheet } from '../check.ts'
import { composeSubmission } from '../document/compose.ts'
import type { SubmissionDocument } from '../document/document.ts'
import { composeReference } from '../document/reference.ts'
import type { Printing } from '../printer.ts'
import type { WorksheetStore } from '../worksheet-store.ts'
import { folderWord, freeFolder, newFolderIn } from './folder.ts'
import { gather, gatherReference, resolved } from './gather.ts'
import { makeFiles } from './make.ts'
import { sweepMaking } from './making-records.ts'
import { writtenProblem } from './written-problem.ts'

/** Submissions whose files a page may read again. */
const mostKept = 20

type Told = (progress: SubmissionProgress) => void
type Asked<T extends 'submission.make' | 'submission.reference'> = Omit<RequestOf<T>, 'id' | 'type'>

/** Checks worksheets and makes submissions of them, one at a time. */
export class Submissions {
  private readonly home: string
  private readonly store: WorksheetStore
  private readonly manager: RunManager
  private readonly printing: Printing
  private readonly made: Submission[] = []
  private readonly closing = new AbortController()
  private making: Promise<unknown> | null = null
  private count = 0

  constructor(home: string, store: WorksheetStore, manager: RunManager, printing: Printing) {
    this.home = home
    this.store = store
    this.manager = manager
    this.printing = printing
    // Nobody waits for it, and what it cannot clear away stays for the next start.
    void this.sweep().catch(() => undefined)
  }

  private get own(): string {
    return join(this.home, 'submissions')
  }

  /** Clears away what labs that were killed left half-written. */
  sweep(): Promise<void> {
    return sweepMaking(this.home, this.own)
  }

  /** Stops what is being made; resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.closing.abort(new Error('The lab was closed before the submission was ready; make it again.'))
    await this.making?.catch(() => undefined)
  }

  async check(id: string): Promise<SubmissionCheck> {
    const found = await resolved(this.store, this.manager, id)
    return { ...checkWorksheet(found, problems), pdfProblem: this.printing.problem() }
  }

  /** Rejects with a sentence where something could not be written or is not right. */
  make({ worksheet: id, ...order }: Asked<'submission.make'>, told: Told): Promise<Submission> {
    return this.alone(async (madeAt) => {
      const sources = await gather(this.store, this.manager, id, madeAt, this.readingOf(told))
      return this.written(composeSubmission(sources), sources.worksheet.name, 'homework', order, told)
    })
  }

  /** Every reference answer with the numbers of this machine's runs. Rejects where the policy locks them. */
  async reference(order: Asked<'submission.reference'>, told: Told): Promise<Submission> {
    refuseLocked(readPolicy())
    return this.alone(async (madeAt) => {
      const sources = await gatherReference(this.manager, madeAt, this.readingOf(told))
      return this.written(composeReference(sources), 'Reference solution', 'reference', order, told)
    })
  }

  private readonly readingOf =
    (told: Told) =>
    (done: number, total: number): void => {
      this.closing.signal.throwIfAborted()
      told({ step: `Reading run ${done + 1} of ${total}`, done: 0, total: 4 })
    }

  /** One at a time: printing takes all there is. */
  private async alone(make: (madeAt: string) => Promise<Submission>): Promise<Submission> {
    if (this.making)
      throw new RunError('A submission is being made already; wait until it is ready.', 'worksheet')
    this.closing.signal.throwIfAborted()
    try {
      const making = make(new Date().toISOString())
      this.making = making
      return await making
    } finally {
      this.making = null
    }
  }

  private async written(
    document: SubmissionDocument,
    name: string,
    word: string,
    { formats, paper, to }: Asked<'submission.reference'>,
    told: Told,
  ): Promise<Submission> {
    this.closing.signal.throwIfAborted()
    const { home, own } = this
    const folderName = `${folderWord(name)}-${document.madeAt.slice(0, 10)}`
    if (to !== null && !isAbsolute(to))
      throw new RunError(`Give the whole path of the folder, from its root, not "${to}".`, 'to')
    // Without the separator at its end, which would put the folder in the making into itself.
    const finding = to === null ? newFolderIn(own, folderName) : freeFolder(resolve(to), folderName)
    const folder = await finding.catch((error: unknown) => {
      throw writtenProblem(error, to ?? own)
    })
    const made = await makeFiles(
      { home, document, folder, word, formats, paper },
      this.manager,
      this.printing,
      told,
      this.closing.signal,
    )
    const notes = [...made.notes]
    if (to !== null && folder !== resolve(to))
      notes.push(
        `${resolve(to)} holds other files, so the submission is in a folder of its own in it: ${folder}.`,
      )
    const submission = { id: `s${++this.count}`, folder, files: [...made.files], notes }
    this.made.push(submission)
    if (this.made.length > mostKept) this.made.shift()
    return submission
  }

  /** Some bytes of a file, as base64, and how many there are. Only files that were made here can be read. */
  async read(submission: string, file: string, from: number): Promise<{ data: string; total: number }> {
    const found = this.made.find(({ id }) => id === submission)?.files.find(({ name }) => name === file)
    if (found === undefined)
      throw new RunError(`There is no file "${file}" of a submission made since the lab was started.`, 'file')
    const handle = await open(found.path, 'r').catch((error: Error) => {
      throw new RunError(
        `${found.path} cannot be read (${error.message}); make the submission again.`,
        'file',
      )
    })
    try {
      const { size } = await handle.stat()
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(submissionChunkBytes),
        0,
        submissionChunkBytes,
        from,
      )
      return { data: buffer.subarray(0, bytesRead).toString('base64'), total: size }
    } finally {
      await handle.close()
    }
  }
}

/** Throws the sentence of the policy where it locks any reference answer: the solution holds them all. */
function refuseLocked({ references, parts, problem }: Policy): void {
  const now = Date.now()
  if (isLocked(references, now)) throw new Error(problem ?? lockSentence('Reference answers', references))
  for (const [part, { references: lock = references }] of Object.entries(parts))
    if (isLocked(lock, now))
      throw new Error(
        `${lockSentence(`Reference answers of part ${part}`, lock)} The reference solution holds the answers of every part, so it cannot be made.`,
      )
}
