/** Writes the files of a document and opens each of them again; nothing is announced that was not found right. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paper, SubmissionFile, SubmissionFormat, SubmissionProgress } from '#contract/submission.ts'
import type { RunManager } from '#runs/run-manager.ts'
import { samplesCsv } from '#runs/samples-csv.ts'
import { labrunBytes, labrunFileName } from '#replay/write-labrun.ts'
import type { SubmissionDocument } from '../document/document.ts'
import { documentMarkdown, figurePath } from '../document/markdown.ts'
import type { Printer, Printing } from '../printer.ts'
import { checkMarkdown, checkPdf, checkZip } from './check-files.ts'
import { drawingOf, figuresOf, picturesOf } from './document-files.ts'
import { FolderInMaking } from './folder.ts'
import { writtenProblem } from './written-problem.ts'
import { ZipWriter } from './zip.ts'

export interface Order {
  readonly home: string
  readonly document: SubmissionDocument
  readonly folder: string
  /** Beginning of the names of the files: "homework". */
  readonly word: string
  readonly formats: readonly SubmissionFormat[]
  readonly paper: Paper
}

export interface Made {
  readonly folder: string
  readonly files: readonly SubmissionFile[]
  readonly notes: readonly string[]
}

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** What is asked of the runs. */
export type RunsToRead = Pick<RunManager, 'look'>

/**
 * Rejects with a sentence that names the file which could not be written or was not right, or with the reason of
 * `signal`; nothing is left then.
 */
export async function makeFiles(
  order: Order,
  manager: RunsToRead,
  printing: Printing,
  told: (progress: SubmissionProgress) => void,
  signal: AbortSignal,
): Promise<Made> {
  const { home, folder, formats } = order
  let making: FolderInMaking | null = null
  let printer: Printer | null = null
  // What it prints is not needed any more, however long it would take.
  const stop = (): void => void printer?.close().catch(() => undefined)
  signal.addEventListener('abort', stop)
  try {
    making = await FolderInMaking.begin(home, folder)
    const needsPages = formats.includes('pdf') || formats.includes('zip')
    let printProblem = needsPages ? printing.problem() : null
    if (needsPages && printProblem === null) {
      told({ step: 'Starting the printer', done: 0, total: 4 })
      // Everything else is made all the same.
      printer = await printing.open().catch((error: unknown) => {
        printProblem = inWords(error)
        return null
      })
    }
    const written = await new Writing(order, making, printer, manager, told, signal).all()
    signal.throwIfAborted()
    const kept = await making.finish()
    return {
      folder,
      files: written.files.map((file) => ({ ...file, path: join(folder, ...file.name.split('/')) })),
      notes: [
        ...(printProblem === null ? [] : [`${printProblem} ${instead(order)}`]),
        ...written.notes,
        ...kept,
      ],
    }
  } catch (error) {
    await making?.abandon().catch(() => undefined)
    throw writtenProblem(error, folder)
  } finally {
    signal.removeEventListener('abort', stop)
    // The folder is finished or abandoned by now; what a browser leaves behind is no reason to lose it.
    await printer?.close().catch(() => undefined)
  }
}

/** What there is in the place of a PDF that could not be made. */
const instead = ({ word, formats }: Order): string =>
  formats.includes('pdf')
    ? `Instead of the PDF there is ${word}.html: open it in any browser and print it to a PDF.`
    : 'The zip holds no PDF and no PNG; everything else is in it.'

type Written = Omit<SubmissionFile, 'path'>

class Writing {
  private readonly files: Written[] = []
  private readonly notes: string[] = []
  private readonly order: Order
  private readonly making: FolderInMaking
  private readonly printer: Printer | null
  private readonly manager: RunsToRead
  private readonly told: (progress: SubmissionProgress) => void
  private readonly signal: AbortSignal

  constructor(
    order: Order,
    making: FolderInMaking,
    printer: Printer | null,
    manager: RunsToRead,
    told: (progress: SubmissionProgress) => void,
    signal: AbortSignal,
  ) {
    this.signal = signal
    this.order = order
    this.making = making
    this.printer = printer
    this.manager = manager
    this.told = told
  }

  async all(): Promise<{ files: readonly Written[]; notes: readonly string[] }> {
    const { formats } = this.order
    const [isPdf, isMarkdown, isZip] = (['pdf', 'markdown', 'zip'] as const).map((each) =>
      formats.includes(each),
    )
    this.say('Printing the PDF', 1)
    const html = isPdf || (isZip && this.printer) ? await this.html() : ''
    const pdf = html !== '' && this.printer ? await this.printed(html) : null
    if (isPdf && pdf !== null) await this.written('pdf', pdf.bytes, () => Promise.resolve(pdf.checked))
    if (isPdf && pdf === null)
      await this.written('html', Buffer.from(html), () => Promise.resolve('to print'))
    this.say('Writing the Markdown', 2)
    const text = documentMarkdown(this.order.document)
    if (isMarkdown) {
      for (const { name, data } of this.beside()) await this.making.write(name, data)
      await this.written('md', Buffer.from(text), (bytes) =>
        Promise.resolve(checkMarkdown(bytes.toString('utf8'), this.order.document)),
      )
    }
    if (isZip) {
      this.say('Packing the zip', 3)
      await this.zip(pdf?.bytes ?? null, text)
    }
    return { files: this.files, notes: this.notes }
  }

  private say(step: string, done: number): void {
    this.signal.throwIfAborted()
    this.told({ step, done, total: 4 })
  }

  private async html(): Promise<string> {
    // Faces and formulas are megabytes that the lab starts without.
    const { documentHtml } = await import('../document/html.ts')
    return documentHtml(this.order.document, this.order.paper)
  }

  /** The PDF, found right before it is written; null, with a note, where the printer failed. */
  private async printed(html: string): Promise<{ bytes: Uint8Array; checked: string } | null> {
    try {
      const bytes = (await this.printer?.pdf(html, this.order.paper)) ?? new Uint8Array()
      return { bytes, checked: await checkPdf(bytes, this.order.document) }
    } catch (error) {
      // What the printer did wrong costs the PDF, and nothing else.
      this.notes.push(`The PDF was not made: ${inWords(error).replace(/\.$/, '')}. ${instead(this.order)}`)
      return null
    }
  }

  private nameOf(extension: string): string {
    return `${this.order.word}.${extension}`
  }

  /** Rejects with a sentence that names the file. */
  private async checked(name: string, check: () => Promise<string>): Promise<string> {
    try {
      return await check()
    } catch (error) {
      throw new Error(
        `${name} was written but is not right (${inWords(error)}), so the submission was not kept; try again, and report this if it happens twice.`,
        { cause: error },
      )
    }
  }

  /** Writes a file, reads it again and checks what was read. */
  private async written(
    extension: string,
    content: Uint8Array,
    check: (bytes: Buffer) => Promise<string>,
  ): Promise<void> {
    const name = this.nameOf(extension)
    await this.making.write(name, content)
    const bytes = await readFile(this.making.path(name))
    if (!bytes.equals(content)) throw new Error(`${name} was not written whole; try again.`)
    this.files.push({ name, bytes: bytes.length, checked: await this.checked(name, () => check(bytes)) })
  }

  /** What the Markdown shows, as files beside it. */
  private beside(): readonly { readonly name: string; readonly data: Uint8Array }[] {
    const { document } = this.order
    return [
      ...figuresOf(document).map(({ run, id, svg }) => ({
        name: figurePath(run, id),
        data: Buffer.from(svg),
      })),
      ...picturesOf(document).map(({ name, data }) => ({ name, data })),
    ]
  }

  private async zip(pdf: Uint8Array | null, text: string): Promise<void> {
    const name = this.nameOf('zip')
    const names: string[] = []
    await this.making.writeWith(name, async (file) => {
      const zip = new ZipWriter(file)
      const add = async (entry: string, content: Uint8Array | Iterable<string>): Promise<void> => {
        this.signal.throwIfAborted()
        names.push(entry)
        await zip.add(entry, content)
      }
      if (pdf !== null) await add(this.nameOf('pdf'), pdf)
      await add(this.nameOf('md'), Buffer.from(text))
      for (const each of this.beside()) await add(each.name, each.data)
      const figures = figuresOf(this.order.document)
      const pngs = (await this.printer?.pngs(figures.map(drawingOf)).catch(this.withoutPngs)) ?? []
      for (const [at, png] of pngs.entries()) {
        const figure = figures[at]
        if (figure) await add(figurePath(figure.run, figure.id, 'png'), png)
      }
      for (const { id, label, slotKey } of this.order.document.runs)
        await this.addRun(id, `${label}-${slotKey}`, add)
      await zip.end()
    })
    const bytes = await readFile(this.making.path(name))
    const checked = await this.checked(name, () => Promise.resolve(checkZip(bytes, names)))
    this.files.push({ name, bytes: bytes.length, checked })
  }

  private readonly withoutPngs = (error: unknown): [] => {
    this.notes.push(
      `The zip holds its figures as SVG only: they were not drawn as PNG (${inWords(error).replace(/\.$/, '')}).`,
    )
    return []
  }

  /** The samples of a run and its replay file; a run that is gone has neither. */
  private async addRun(
    id: string,
    word: string,
    add: (name: string, content: Uint8Array | Iterable<string>) => Promise<void>,
  ): Promise<void> {
    const looked = await this.manager.look(id).catch(() => null)
    if (looked === null || looked.run.trashedAt !== null) {
      looked?.giveBack()
      this.notes.push(
        `The run ${id} ${looked === null ? 'was deleted' : 'is in the trash'}, so the zip has neither its samples nor its replay file.`,
      )
      return
    }
    try {
      const { run, watched } = looked
      const batches = watched.recording.after({}, Infinity)
      if (batches.length > 0) await add(`samples/${word}.csv`, inPieces(samplesCsv(batches)))
      const replay = await labrunBytes(run, watched.recording).catch((error: unknown) => {
        this.notes.push(inWords(error))
        return null
      })
      if (replay !== null) await add(`replay/${labrunFileName(run)}`, replay)
    } finally {
      looked.giveBack()
    }
  }
}

/** Lines joined into pieces of a few hundred kilobytes. */
function* inPieces(lines: Iterable<string>): Iterable<string> {
  let piece: string[] = []
  for (const line of lines) {
    piece.push(line, '\r\n')
    if (piece.length < 8000) continue
    yield piece.join('')
    piece = []
  }
  yield piece.join('')
}
