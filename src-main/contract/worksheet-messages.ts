/** What crosses the line about worksheets; spread into the tables of messages.ts. */
import { z } from 'zod'
import { chunkSchema } from './chunks.ts'
import { request } from './request.ts'
import { runIdSchema, runStatusSchema, seedSchema } from './runs.ts'
import {
  cellIdSchema,
  cellSchema,
  linkIdSchema,
  linkRequestSchema,
  linkSchema,
  linkStateSchema,
  mostCharacters,
  mostPictureBytes,
  pictureKindSchema,
  processLogSchema,
  savedCellSchema,
  savedLogSchema,
  worksheetFileSchema,
  worksheetHeadSchema,
  worksheetIdSchema,
  worksheetSchema,
} from './worksheet.ts'

const worksheet = worksheetIdSchema
/** Base64 of one piece of a file. */
const slotKeySchema = z.string().max(64)

export const worksheetRequests = [
  request('worksheet.list', {}),
  /** Makes an empty worksheet; its id follows from the name. */
  request('worksheet.create', { name: z.string().trim().min(1).max(100) }),
  /** "mine" is made where there is none of that id. */
  request('worksheet.open', { worksheet }),
  /** `base`: the revision that the text was typed over; 0 for a cell that was never changed. */
  request('worksheet.saveCell', {
    worksheet,
    cell: cellIdSchema,
    base: z.int().nonnegative(),
    text: z
      .string()
      .max(mostCharacters, `a cell holds at most ${mostCharacters} characters, so shorten its text`),
    isSkipped: z.boolean(),
  }),
  request('worksheet.saveLog', {
    worksheet,
    base: z.int().nonnegative(),
    log: processLogSchema.omit({ revision: true, changedAt: true }),
  }),
  /** Changes what is given. `choose`: the run that fills a slot; null for the newest completed one. */
  request('worksheet.change', {
    worksheet,
    name: worksheetSchema.shape.name.optional(),
    student: worksheetSchema.shape.student.optional(),
    isTimed: z.boolean().optional(),
    choose: z.strictObject({ slot: slotKeySchema, run: runIdSchema.nullable() }).optional(),
  }),
  /** Adds to the time that the lab was used for a problem; nothing is added while the worksheet is not timed. */
  request('worksheet.addTime', {
    worksheet,
    problem: z.int().min(1).max(9),
    seconds: z.number().min(0).max(3600),
  }),
  /** Moves the worksheet to the trash folder beside the others. */
  request('worksheet.delete', { worksheet }),
  /**
   * One piece of a file, in order from byte 0. `upload` is the page's own name for it; it is forgotten when the port
   * closes. Answered with the file's name once the last piece has come and the file has been checked.
   */
  request('worksheet.file', {
    worksheet,
    upload: z.string().min(1).max(64),
    kind: pictureKindSchema,
    from: z.int().nonnegative(),
    total: z.int().min(1).max(mostPictureBytes, 'a picture has at most 4 MiB, so make it smaller'),
    data: chunkSchema,
  }),
  /** The bytes of a file from `from` on, as many as one answer carries. */
  request('worksheet.readFile', { worksheet, file: worksheetFileSchema, from: z.int().nonnegative() }),
  /** Adds an entry to a cell's links, or puts it in the place of one; the cell's revision stays as it is. */
  request('worksheet.link', {
    worksheet,
    cell: cellIdSchema,
    link: linkRequestSchema,
    replace: linkIdSchema.nullable(),
  }),
  request('worksheet.states', { worksheet }),
] as const

/** What fills a slot: the chosen run, else the newest completed one. */
export const slotRunSchema = z.strictObject({
  run: runIdSchema,
  runName: z.string(),
  seed: seedSchema,
  status: runStatusSchema,
  isComplete: z.boolean(),
})

export const worksheetReplies = {
  'worksheet.list': z.array(worksheetHeadSchema),
  'worksheet.create': worksheetSchema,
  'worksheet.open': z.strictObject({
    worksheet: worksheetSchema,
    /** One sentence where it is not simply the file that was saved ("restored from the backup of ..."). */
    notice: z.string().nullable(),
    isReadOnly: z.boolean(),
  }),
  'worksheet.saveCell': savedCellSchema,
  'worksheet.saveLog': savedLogSchema,
  'worksheet.change': worksheetSchema,
  'worksheet.addTime': z.null(),
  'worksheet.delete': z.null(),
  'worksheet.file': z.strictObject({ file: worksheetFileSchema.nullable() }),
  'worksheet.readFile': z.strictObject({ data: z.string(), total: z.int().nonnegative() }),
  'worksheet.link': z.strictObject({ id: linkIdSchema, link: linkSchema, cell: cellSchema }),
  'worksheet.states': z.strictObject({
    /** Links that stand in `links` of a cell, by cell and id; pictures, which have no run, are left out. */
    cells: z.record(cellIdSchema, z.record(linkIdSchema, linkStateSchema)),
    /** Every slot of the homework by its key; null where no run fills it. */
    slots: z.record(slotKeySchema, slotRunSchema.nullable()),
  }),
}

export const worksheetEvents = [
  /** Somebody changed a worksheet that is open here: a page of this lab (also the one that is told) or another lab. */
  z.strictObject({
    type: z.literal('worksheet.changed'),
    worksheet: worksheetIdSchema,
    cells: z.array(cellIdSchema),
    isLogChanged: z.boolean(),
    /** Name, student, chosen runs or timing. */
    isHeadChanged: z.boolean(),
  }),
] as const
