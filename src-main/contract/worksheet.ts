/**
 * The worksheet: the student's answer to everything the homework asks, the numbers bound to the runs that measured them,
 * and the homework log (problem 6).
 *
 * The text of a cell is Markdown. What a run measured stands in it as a link to an entry of `links`:
 * `[0.4041](lab:v3)` a number, `![Final losses](lab:t1)` a table, `![Loss](lab:c2)` a chart, `![Derivation](lab:p1)` a
 * picture. The lab fills an entry from the run; a page writes only text. Where the words of a number's link are no
 * longer the number's, the student has edited it, and that is shown.
 */
import { z } from 'zod'
import { paramsRecordSchema, runIdSchema, seedSchema } from './runs.ts'
import { tableSchema } from './samples.ts'

/** Characters of one cell's text. */
export const mostCharacters = 20_000
/** Bytes of one picture, after the page has encoded it anew. */
export const mostPictureBytes = 4 * 1024 * 1024

export const worksheetIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
/** "4c.i": part and what it asks; "1e" where a part asks a single thing. */
export const cellIdSchema = z.string().regex(/^[0-9]{1,2}[a-z]?(\.[a-z]{1,5})?$/)
export const linkIdSchema = z.string().regex(/^[vtcp][0-9]{1,6}$/)
export const pictureKindSchema = z.enum(['png', 'jpg', 'webp', 'svg'])
export type PictureKind = z.infer<typeof pictureKindSchema>
/** A file in the worksheet's folder: made by the lab, so its name gives nothing away. */
export const worksheetFileSchema = z.string().regex(/^[a-z0-9-]{1,64}\.(png|jpg|webp|svg)$/)
const slotKeySchema = z.string().max(64)

/** What must stand beside a number, as far as it applies. */
export const markSchema = z.enum([
  'synthetic',
  'host memory',
  'predicted',
  'stopped',
  'failed',
  'diverged',
  'not the homework’s setting',
])
export type Mark = z.infer<typeof markSchema>

/** Where a linked value comes from, as it was when it was linked. */
export const provenanceSchema = z.strictObject({
  run: runIdSchema,
  runName: z.string().max(200),
  slot: slotKeySchema,
  seed: seedSchema,
  params: paramsRecordSchema,
  /** Engine and device in words: "onnx 1.30.0 on cpu". */
  engine: z.string().max(400),
  /** The note on the data ("synthetic: shapes10, not CIFAR-10"); null where there is none. */
  dataNote: z.string().max(200).nullable(),
  marks: z.array(markSchema),
  measuredAt: z.iso.datetime(),
})
export type Provenance = z.infer<typeof provenanceSchema>

/** A cell of a table value: the row by its number from 0 and the heading of its column. */
export const tableCellSchema = z.strictObject({ row: z.int().nonnegative(), column: z.string().max(200) })

export const linkSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('value'),
    /** Id of the value ("1e.finalLoss"). */
    value: z.string().max(128),
    at: tableCellSchema.nullable(),
    label: z.string().max(400),
    unit: z.string().max(64),
    /** Null: not measured, and `text` says why. */
    number: z.number().nullable(),
    /** The number as the lab writes it, unit included: what stands between the brackets until it is edited. */
    text: z.string().max(400),
    from: provenanceSchema,
  }),
  z.strictObject({
    kind: z.literal('table'),
    value: z.string().max(128),
    label: z.string().max(400),
    /** At most 200 rows. */
    table: tableSchema,
    rowsLeftOut: z.int().nonnegative(),
    from: provenanceSchema,
  }),
  z.strictObject({
    kind: z.literal('chart'),
    /** Its name among the charts of the slot ("loss"). */
    chart: z.string().max(64),
    label: z.string().max(400),
    description: z.string().max(2000),
    file: worksheetFileSchema,
    from: provenanceSchema,
  }),
  z.strictObject({
    kind: z.literal('picture'),
    label: z.string().max(400),
    file: worksheetFileSchema,
    width: z.int().positive(),
    height: z.int().positive(),
  }),
])
export type Link = z.infer<typeof linkSchema>
export type LinkOf<K extends Link['kind']> = Extract<Link, { kind: K }>

export const cellSchema = z.strictObject({
  text: z.string().max(mostCharacters),
  links: z.record(linkIdSchema, linkSchema),
  /** Rises with every change that the lab has kept; a change made from an older one is a conflict. */
  revision: z.int().nonnegative(),
  changedAt: z.iso.datetime().nullable(),
  /** An optional part that the student leaves out. */
  isSkipped: z.boolean(),
})
export type Cell = z.infer<typeof cellSchema>

export const sourceKindSchema = z.enum(['lecture', 'notes', 'forum', 'ai', 'other'])
/** Problem 6. */
export const processLogSchema = z.strictObject({
  sources: z.array(z.strictObject({ kind: sourceKindSchema, detail: z.string().max(500) })).max(40),
  /** Anything else about the sources, Markdown. */
  sourcesText: z.string().max(mostCharacters),
  isAlone: z.boolean(),
  people: z.array(z.strictObject({ name: z.string().max(200), studentId: z.string().max(40) })).max(40),
  /** A homework party, described; empty where there was none. */
  party: z.string().max(4000),
  /** Hours in quarters by problem number ("1" to "6"); absent where the student has not said. */
  hours: z.record(z.string().regex(/^[1-9]$/), z.number().min(0).max(200).multipleOf(0.25)),
  revision: z.int().nonnegative(),
  changedAt: z.iso.datetime().nullable(),
})
export type ProcessLog = z.infer<typeof processLogSchema>

export const worksheetSchema = z.strictObject({
  format: z.literal(1),
  id: worksheetIdSchema,
  name: z.string().trim().min(1).max(100),
  student: z.strictObject({ name: z.string().max(200), studentId: z.string().max(40) }),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  /** Only cells that were ever changed. */
  cells: z.record(cellIdSchema, cellSchema),
  /** The student's chosen run for a slot, by the slot's key; absent: the newest completed one. */
  chosen: z.record(slotKeySchema, runIdSchema),
  log: processLogSchema,
  /** Seconds in which the lab was used for a problem, by its number; measured here and never sent. */
  activeSeconds: z.record(z.string().regex(/^[1-9]$/), z.number().nonnegative()),
  isTimed: z.boolean(),
})
export type Worksheet = z.infer<typeof worksheetSchema>

/** A worksheet in a list. `problem`: one sentence where it cannot be opened. */
export const worksheetHeadSchema = z.strictObject({
  id: worksheetIdSchema,
  name: z.string(),
  changedAt: z.iso.datetime().nullable(),
  problem: z.string().nullable(),
})
export type WorksheetHead = z.infer<typeof worksheetHeadSchema>

/** What a link is now beside what it was: whether its run is still there, and whether a newer one could take its place. */
export const linkStateSchema = z.strictObject({
  isRunGone: z.boolean(),
  /** It is gone because it is in the trash, from where it can be restored. */
  isRunInTrash: z.boolean(),
  /** The chosen, or newest completed, run of its slot where that is another one; null where there is none. */
  newer: z.strictObject({ run: runIdSchema, runName: z.string(), seed: seedSchema }).nullable(),
})
export type LinkState = z.infer<typeof linkStateSchema>

/** The answer to a change: kept, or the later change of somebody else that it did not know. */
export const savedCellSchema = z.union([
  z.strictObject({ kind: z.literal('saved'), cell: cellSchema }),
  z.strictObject({ kind: z.literal('conflict'), theirs: cellSchema }),
])
export const savedLogSchema = z.union([
  z.strictObject({ kind: z.literal('saved'), log: processLogSchema }),
  z.strictObject({ kind: z.literal('conflict'), theirs: processLogSchema }),
])

/** What is to be linked: of which run, and what of it. */
export const linkRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('value'),
    run: runIdSchema,
    value: z.string().max(128),
    at: tableCellSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal('table'), run: runIdSchema, value: z.string().max(128) }),
  z.strictObject({
    kind: z.literal('chart'),
    run: runIdSchema,
    chart: z.string().max(64),
    label: z.string().max(400),
    description: z.string().max(2000),
    /** An SVG that `worksheet.file` has brought. */
    file: worksheetFileSchema,
  }),
  z.strictObject({
    kind: z.literal('picture'),
    label: z.string().max(400),
    file: worksheetFileSchema,
  }),
])
export type LinkRequest = z.infer<typeof linkRequestSchema>
