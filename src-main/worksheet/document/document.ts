/**
 * A submission as data: what Markdown, HTML and PDF are written from. Nothing in it is a reference answer; those are
 * composed by reference.ts into the same form and never together with a student's words.
 */
import type { Table } from '#contract/samples.ts'
import type { LinkOf, ProcessLog } from '#contract/worksheet.ts'
import type { RunFigure } from '../run-figures.ts'

/** A run whose numbers stand in the document, by the short name it has there ("R3"). */
export interface RunUsed {
  readonly id: string
  readonly label: string
  readonly name: string
  readonly part: string
  readonly slotKey: string
  readonly seed: number
  readonly engine: string
  /** How its settings differ from the homework's; empty where they do not. */
  readonly changed: string
  readonly data: string | null
  /** "completed", "stopped" ...; "deleted" where the run is gone and only what was linked is left. */
  readonly status: string
  readonly marks: readonly string[]
  readonly measuredAt: string
}

/** Why a number stands without its run. */
export type GoneRun = 'the run was deleted' | 'the run is in the trash'

/** A number in the student's words. */
export interface LinkedValue {
  readonly kind: 'value'
  readonly entry: LinkOf<'value'>
  readonly run: string
  readonly marks: readonly string[]
  readonly gone: GoneRun | null
}
export interface LinkedTable {
  readonly kind: 'table'
  readonly label: string
  readonly table: Table
  readonly rowsLeftOut: number
  readonly run: string
  readonly marks: readonly string[]
  readonly gone: GoneRun | null
}
/** A chart of the page, or a picture of handwriting. */
export interface LinkedPicture {
  readonly kind: 'picture'
  readonly label: string
  readonly description: string
  readonly file: DocumentFile | null
  /** Null for a picture, which no run made. */
  readonly run: string | null
  readonly marks: readonly string[]
  readonly gone: GoneRun | null
}
export type Linked = LinkedValue | LinkedTable | LinkedPicture

/** A picture that stands in the document. */
export interface DocumentFile {
  /** Its name beside a Markdown file: "pictures/1e-c1.svg". */
  readonly name: string
  readonly kind: 'png' | 'jpg' | 'webp' | 'svg'
  readonly data: Uint8Array
}

export interface Answer {
  /** "(i)"; "" where the part asks a single thing. */
  readonly ask: string
  /** The question: plain text with TeX between dollar signs. */
  readonly question: string
  /** Markdown; empty where nothing was written. */
  readonly text: string
  /** Instead of a student's text, a reference answer: plain words with TeX between dollar signs. Null in a submission. */
  readonly reference: readonly string[] | null
  /** What the links of `text` stand for, by their ids. */
  readonly links: Readonly<Record<string, Linked>>
  readonly isOptional: boolean
  readonly isSkipped: boolean
}

/** The numbers and curves of the run that fills a slot. */
export interface SlotResult {
  readonly title: string
  readonly run: string
  readonly rows: readonly {
    readonly label: string
    readonly value: string
  }[]
  readonly figures: readonly RunFigure[]
}

export interface PartSection {
  readonly id: string
  readonly heading: string
  readonly question: string
  readonly answers: readonly Answer[]
  readonly results: readonly SlotResult[]
  /** The labels of the runs that it stands on. */
  readonly runs: readonly string[]
  readonly isOptional: boolean
}

export interface ProblemSection {
  readonly heading: string
  readonly parts: readonly PartSection[]
}

export interface SubmissionDocument {
  readonly title: string
  /** Null in a reference solution. */
  readonly student: { readonly name: string; readonly studentId: string } | null
  /** What stands in the header of every page: "Ada Lovelace, 3031234567". */
  readonly header: string
  /** ISO 8601. */
  readonly madeAt: string
  readonly problems: readonly ProblemSection[]
  /** Problem 6; null in a reference solution. */
  readonly log: { readonly heading: string; readonly record: ProcessLog; readonly totalHours: number } | null
  readonly runs: readonly RunUsed[]
}

/**
 * Does a part fill a page of its own? Where it has words, or, of a part that is asked for, what a run measured. Any other
 * stands on the first page as not answered: a grader has nothing to read there.
 */
export const hasPage = ({ answers, results, isOptional }: PartSection): boolean =>
  answers.some(({ text, reference }) => reference !== null || text.trim() !== '') ||
  (!isOptional && results.some(({ rows, figures }) => rows.length + figures.length > 0))

/** The headings that begin a page of their own in a paged file. */
export const pagedHeadingsOf = (document: SubmissionDocument): readonly string[] => [
  ...document.problems.flatMap(({ parts }) => parts.filter(hasPage).map(({ heading }) => heading)),
  ...(document.log === null ? [] : [document.log.heading]),
]

/** Every heading that must be found again in a file made of the document. */
export const headingsOf = (document: SubmissionDocument): readonly string[] => [
  ...document.problems.flatMap(({ parts }) => parts.map(({ heading }) => heading)),
  ...(document.log === null ? [] : [document.log.heading]),
]
