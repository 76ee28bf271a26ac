/** The written files, opened again: whether everything of the document is in them. Each throws naming what is missing. */
import { counted } from '#text/words.ts'
import { hasPage, headingsOf, pagedHeadingsOf, type SubmissionDocument } from '../document/document.ts'
import { escapeMarkdown } from '../document/escape.ts'
import { readZip } from './zip.ts'

/**
 * Text as it can be compared with that of a PDF, which breaks words and joins letters where it likes, and gives one of
 * the characters that share a drawing for another (the apostrophes, the dashes).
 */
const dense = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]+/gu, '')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, '-')

/** Captions of all figures of runs, as they stand in the document. */
const captionsOf = ({ problems }: SubmissionDocument): readonly string[] =>
  problems.flatMap(({ parts }) =>
    parts
      .filter(hasPage)
      .flatMap(({ results }) =>
        results.flatMap(({ run, figures }) =>
          figures.map(({ caption }) => [`[${run}]`, caption[0] ?? ''].join(' ')),
        ),
      ),
  )

/** The numbers that the student linked, as they were measured. */
const numbersOf = ({ problems }: SubmissionDocument): readonly string[] =>
  problems.flatMap(({ parts }) =>
    parts.flatMap(({ answers }) =>
      answers.flatMap(({ links }) =>
        Object.values(links).flatMap((linked) => (linked.kind === 'value' ? [linked.entry.text] : [])),
      ),
    ),
  )

/**
 * Checks the text of a PDF page by page: every part that is answered on a page of its own that begins with its heading,
 * every other in the list at the front; the student in the header of each page, every linked number and every figure's caption. Returns what was found in words.
 */
export async function checkPdf(bytes: Uint8Array, document: SubmissionDocument): Promise<string> {
  // A megabyte of code that only this needs.
  const { extractText, getDocumentProxy } = await import('unpdf')
  const pdf = await getDocumentProxy(new Uint8Array(bytes))
  try {
    const { text, totalPages } = await extractText(pdf, { mergePages: false })
    const pages = text.map(dense)
    const header = dense(document.header)
    const bare = pages.findIndex((page) => !page.includes(header))
    if (bare >= 0) throw new Error(`the name and student ID are missing on page ${bare + 1}`)
    const whole = pages.join('')
    const unlisted = headingsOf(document).find((heading) => !whole.includes(dense(heading)))
    if (unlisted !== undefined) throw new Error(`"${unlisted}" is missing`)
    const headings = pagedHeadingsOf(document)
    const starts = headings.map((heading) =>
      // The first page lists all of them.
      pages.findIndex((page, at) => at > 0 && page.includes(dense(heading))),
    )
    const missing = headings.find((_, at) => starts[at] === -1)
    if (missing !== undefined) throw new Error(`"${missing}" is missing`)
    const shared = headings.find((_, at) => starts.indexOf(starts[at] ?? -1) !== at)
    if (shared !== undefined) throw new Error(`"${shared}" does not start on a page of its own`)
    const words = [...numbersOf(document), ...captionsOf(document)]
    const lost = words.find((each) => !whole.includes(dense(each)))
    if (lost !== undefined) throw new Error(`"${lost}" cannot be found in its text`)
    const figures = captionsOf(document).length
    return `${counted(totalPages, 'page')}, ${counted(headings.length, 'part')}, ${counted(figures, 'figure')}, text searchable`
  } finally {
    await pdf.destroy()
  }
}

/** Checks that every part has its heading in a Markdown file, in order. */
export function checkMarkdown(text: string, document: SubmissionDocument): string {
  const lines = text.split('\n')
  const headings = headingsOf(document)
  let last = -1
  for (const heading of headings) {
    const at = lines.findIndex((line, number) => number > last && line === `### ${escapeMarkdown(heading)}`)
    if (at === -1) throw new Error(`"${heading}" is missing`)
    last = at
  }
  return counted(headings.length, 'part')
}

/** Checks every entry of a zip against its checksum, and that all of `names` are in it. */
export function checkZip(zip: Buffer, names: readonly string[]): string {
  const entries = readZip(zip)
  const missing = names.find((name) => !entries.some((entry) => entry.name === name))
  if (missing !== undefined) throw new Error(`${missing} is missing`)
  const runs = entries.filter(({ name }) => name.endsWith('.labrun')).length
  return `${counted(entries.length, 'file')}, of them ${counted(runs, 'replay file')}, checksums right`
}
