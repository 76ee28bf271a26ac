/** A submission composed from a worksheet and what its links stand for. Pure: everything is read before. */
import { slotKey, type RunSummary } from '#contract/runs.ts'
import type { Cell, Link, Provenance, Worksheet } from '#contract/worksheet.ts'
import type { Part, Slot } from '#experiments/part.ts'
import type { Problem } from '#experiments/problem.ts'
import { formatNumber } from '#text/numbers.ts'
import type { RunFigure } from '../run-figures.ts'
import { changedSettings, dataWords, engineWords } from '../run-settings.ts'
import { cellIdOf } from '../pure/cells.ts'
import { labLinks } from '../pure/links.ts'
import type {
  Answer,
  DocumentFile,
  Linked,
  PartSection,
  RunUsed,
  SlotResult,
  SubmissionDocument,
} from './document.ts'
import { runsOfPart, runsUsed, type FilledSlots } from './used-runs.ts'

export interface Sources {
  readonly worksheet: Worksheet
  readonly problems: readonly Problem[]
  /** The runs that are there, of those that are used. */
  readonly runs: ReadonlyMap<string, RunSummary>
  /** Those that are used and lie in the trash. */
  readonly inTrash: ReadonlySet<string>
  readonly slots: FilledSlots
  readonly figures: ReadonlyMap<string, readonly RunFigure[]>
  /** Charts and pictures of the worksheet by their file's name. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** ISO 8601. */
  readonly madeAt: string
  /** Name of the course, where an administrator has set one. */
  readonly course: string | null
}

export const homeworkTitle = (course: string | null): string => `${course ?? 'EECS 182'}, Homework 4`
const logHeading = 'Problem 6: Homework log'

export const partHeading = ({ id, title }: Pick<Part, 'id' | 'title'>): string => `Problem ${id}: ${title}`

/** A document of everything that the worksheet answers, part by part; an empty part is there and empty. */
export function composeSubmission(sources: Sources): SubmissionDocument {
  const { worksheet, problems, slots } = sources
  const used = runsUsed(worksheet, slots, problems)
  const labels = new Map(used.map((id, at) => [id, `R${at + 1}`]))
  const { name, studentId } = worksheet.student
  const hours = Object.values(worksheet.log.hours)
  return {
    title: homeworkTitle(sources.course),
    student: worksheet.student,
    header: [name.trim(), studentId.trim()].filter(Boolean).join(', ') || 'no name given',
    madeAt: sources.madeAt,
    problems: problems.map(({ number, title, parts }) => ({
      heading: `Problem ${number}: ${title}`,
      parts: parts.map((part) => partSection(sources, part, labels)),
    })),
    log: {
      heading: logHeading,
      record: worksheet.log,
      totalHours: hours.reduce((sum, each) => sum + each, 0),
    },
    runs: used.flatMap((id) => deletedOrThere(sources, id, labels.get(id) ?? '')),
  }
}

function partSection(sources: Sources, part: Part, labels: ReadonlyMap<string, string>): PartSection {
  const { worksheet, runs, slots, figures } = sources
  return {
    id: part.id,
    heading: partHeading(part),
    question: part.question,
    isOptional: part.isOptional === true,
    runs: runsOfPart(worksheet, slots, part).flatMap((id) => labels.get(id) ?? []),
    answers: part.asks.map((ask): Answer => {
      const id = cellIdOf(part.id, ask.id)
      const cell = worksheet.cells[id]
      return {
        ask: ask.id === '' ? '' : `(${ask.id})`,
        question: ask.text,
        text: cell?.text ?? '',
        reference: null,
        links: cell ? linkedOf(sources, id, cell, labels) : {},
        isOptional: part.isOptional === true || ask.isOptional === true,
        isSkipped: cell?.isSkipped ?? false,
      }
    }),
    results: part.slotList.flatMap((slot): SlotResult[] => {
      const run = runs.get(slots[slot.key] ?? '')
      return run === undefined
        ? []
        : [slotResult(slot, run, labels.get(run.id) ?? '', figures.get(run.id) ?? [])]
    }),
  }
}

/** The numbers that a run measured, as its slot declares them; tables stand where the student links them. */
export function slotResult(
  slot: Slot,
  run: RunSummary,
  label: string,
  figures: readonly RunFigure[],
): SlotResult {
  const rows = slot.values.flatMap(({ id, kind, label: name, unit }) => {
    const measured = run.values[id]
    if (kind !== 'number' || measured === undefined) return []
    if (measured.value === null) {
      const why = 'notMeasured' in measured ? measured.notMeasured : ''
      return [{ label: name, value: `not measured: ${why}` }]
    }
    const behind = unit === '' ? '' : ` ${unit}`
    return typeof measured.value === 'number'
      ? [{ label: name, value: `${formatNumber(measured.value)}${behind}` }]
      : []
  })
  return {
    title: slot.name === null ? slot.title : `${slot.title} (${slot.name})`,
    run: label,
    rows,
    figures,
  }
}

function linkedOf(
  sources: Sources,
  cellId: string,
  cell: Cell,
  labels: ReadonlyMap<string, string>,
): Readonly<Record<string, Linked>> {
  const linked: Record<string, Linked> = {}
  for (const { id } of labLinks(cell.text)) {
    const link = cell.links[id]
    if (link !== undefined) linked[id] = linkedAs(sources, `${cellId.replace('.', '-')}-${id}`, link, labels)
  }
  return linked
}

function linkedAs(
  { runs, inTrash, files }: Sources,
  name: string,
  link: Link,
  labels: ReadonlyMap<string, string>,
): Linked {
  const fromRun = (from: Provenance) => ({
    run: labels.get(from.run) ?? '',
    marks: from.marks,
    gone: runs.has(from.run)
      ? null
      : inTrash.has(from.run)
        ? ('the run is in the trash' as const)
        : ('the run was deleted' as const),
  })
  switch (link.kind) {
    case 'value':
      return { kind: 'value', entry: link, ...fromRun(link.from) }
    case 'table': {
      const { label, table, rowsLeftOut, from } = link
      return { kind: 'table', label, table, rowsLeftOut, ...fromRun(from) }
    }
    case 'chart': {
      const { label, description, file, from } = link
      return {
        kind: 'picture',
        label,
        description,
        file: documentFile(files, file, name),
        ...fromRun(from),
      }
    }
    case 'picture':
      return {
        kind: 'picture',
        label: link.label,
        description: link.label,
        file: documentFile(files, link.file, name),
        run: null,
        marks: [],
        gone: null,
      }
  }
}

const kinds = ['png', 'jpg', 'webp', 'svg'] as const

/** Null where the file is gone. */
function documentFile(
  files: ReadonlyMap<string, Uint8Array>,
  file: string,
  name: string,
): DocumentFile | null {
  const data = files.get(file)
  const kind = kinds.find((each) => file.endsWith(`.${each}`))
  return data === undefined || kind === undefined ? null : { name: `pictures/${name}.${kind}`, kind, data }
}

/** A run in the list at the end: as it is, or, where it was deleted, as it was when it was linked. */
function deletedOrThere({ worksheet, problems, runs }: Sources, id: string, label: string): RunUsed[] {
  const links = Object.values(worksheet.cells).flatMap(({ links: of }) => Object.values(of))
  const from = links.flatMap((link) => ('from' in link && link.from.run === id ? [link.from] : []))[0]
  const run = runs.get(id)
  if (run !== undefined) return [runUsed(problems, run, label, from?.marks ?? [])]
  if (from === undefined) return []
  const slot = slotWithKey(problems, from.slot)
  return [
    {
      id,
      label,
      slotKey: from.slot,
      part: slot?.part ?? from.slot,
      name: from.runName,
      seed: from.seed,
      engine: from.engine,
      changed: slot ? changedSettings(slot, from.params) : '',
      data: from.dataNote,
      status: 'deleted',
      marks: from.marks,
      measuredAt: from.measuredAt,
    },
  ]
}

const slotWithKey = (problems: readonly Problem[], key: string): Slot | undefined =>
  problems.flatMap(({ parts }) => parts.flatMap(({ slotList }) => slotList)).find((each) => each.key === key)

/** A run as the list at the end has it. */
export function runUsed(
  problems: readonly Problem[],
  run: RunSummary,
  label: string,
  marks: readonly string[],
): RunUsed {
  const key = slotKey(run.request)
  const slot = slotWithKey(problems, key)
  return {
    id: run.id,
    label,
    slotKey: key,
    part: run.request.part,
    name: run.name,
    seed: run.request.seed,
    engine: engineWords(run.engine),
    changed: slot ? changedSettings(slot, run.request.params) : '',
    data: dataWords(run),
    status: run.hasDiverged ? `${run.status}, diverged` : run.status,
    marks,
    measuredAt: run.endedAt ?? run.createdAt,
  }
}
