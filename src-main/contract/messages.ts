/**
 * Everything that crosses the line between a page (or a terminal) and the lab. A request carries an id and is
 * answered once by a reply with the same id; events come unasked. Each side parses what arrives.
 */
import { z } from 'zod'
import { chunkSchema, transferIdSchema } from './chunks.ts'
import {
  archiveReplies,
  archiveRequests,
  datasetNameSchema,
  datasetPreviewSchema,
  datasetsSchema,
} from './datasets.ts'
import { deviceSchema, trainsSchema } from './devices.ts'
import { doctorReplies, doctorRequests } from './doctor.ts'
import { engineEvents, engineReplies, engineRequests } from './engines.ts'
import { recordingReplies, recordingRequests } from './recording.ts'
import { request } from './request.ts'
import { runBodySchema, runCensusSchema, runHeadSchema } from './run-head.ts'
import { mostListed, runFilterSchema, runListSchema, runSortSchema } from './run-list.ts'
import {
  engineDescriptionSchema,
  fewestSeeds,
  groupIdSchema,
  longestNote,
  mostSeeds,
  runIdSchema,
  runRequestSchema,
  seedSchema,
  stepsPerSecondSchema,
} from './runs.ts'
import { openedFileSchema, replayReportSchema, mostReplayBytes } from './replay.ts'
import { policySchema } from './policy.ts'
import { runAllOrderSchema, runAllStateSchema } from './run-all.ts'
import { sampleBatchSchema, valuesSchema } from './samples.ts'
import { snapshotSchema } from './snapshots.ts'
import { telemetryReadingSchema } from './telemetry.ts'
import { storageReplies, storageRequests } from './storage.ts'
import { submissionEvents, submissionReplies, submissionRequests } from './submission-messages.ts'
import { worksheetEvents, worksheetReplies, worksheetRequests } from './worksheet-messages.ts'

/** Bytes of JSON the lab accepts in one message; a request needs a few hundred. */
export const maxRequestBytes = 64 * 1024

export const requestSchema = z.discriminatedUnion('type', [
  /** What the lab is: versions, engines, telemetry so far, the runs under way, and how many runs there are. */
  request('lab.describe', {}),
  /** Heads of `limit` runs, newest first unless sorted, after the first `from` of those that the filter admits. */
  request('run.list', {
    filter: runFilterSchema,
    sort: runSortSchema.optional(),
    from: z.int().nonnegative(),
    limit: z.int().min(1).max(mostListed),
  }),
  /** The bodies of a few runs; one that has been deleted is left out. */
  request('run.values', { runs: z.array(runIdSchema).min(1).max(20) }),
  /** Starts a run. `isPaused` starts it held before its first step. */
  request('run.start', {
    request: runRequestSchema,
    stepsPerSecond: stepsPerSecondSchema,
    isPaused: z.boolean(),
  }),
  /** Starts a run for each of `seeds` seeds, from the request's on; none where not all may wait. */
  request('run.startGroup', {
    request: runRequestSchema,
    seeds: z.int().min(fewestSeeds).max(mostSeeds),
    stepsPerSecond: stepsPerSecondSchema,
  }),
  /** Puts a run that waits at another place of the queue; 1 is next. */
  request('run.move', { run: runIdSchema, place: z.int().min(1).max(1000) }),
  /** The runs of a group that there are, by seed; stops all of them; deletes all of them. */
  request('group.list', { group: groupIdSchema }),
  request('group.stop', { group: groupIdSchema }),
  request('group.delete', { group: groupIdSchema }),
  /** Starts every run of the homework, or of some problems, in place of the plan before; goes on with a plan. */
  request('runAll.start', runAllOrderSchema.shape),
  request('runAll.resume', {}),
  /** Stops what it runs and starts nothing more; what is done is kept. */
  request('runAll.stop', {}),
  /** Null where there is no plan. */
  request('runAll.state', {}),
  /** Seconds that such a plan would take, from earlier runs with the same settings; null where one is not known. */
  request('runAll.expect', runAllOrderSchema.shape),
  request('run.control', { run: runIdSchema, action: z.enum(['pause', 'resume', 'step', 'stop']) }),
  request('run.speed', { run: runIdSchema, stepsPerSecond: stepsPerSecondSchema }),
  /** Takes a run that ended early up again: its finished jobs are kept, the others begin anew. */
  request('run.resume', { run: runIdSchema, stepsPerSecond: stepsPerSecondSchema }),
  /**
   * Streams the samples of a run to this port from `from` (samples held already, by track) on, its snapshots, and each
   * value when it is measured; answered with the body so far.
   */
  request('run.watch', {
    run: runIdSchema,
    from: z.record(z.string().max(64), z.int().nonnegative()),
    /** Snapshots held already. */
    snapshots: z.int().nonnegative(),
  }),
  request('run.unwatch', { run: runIdSchema }),
  /** "The last batches of this run are drawn": the lab sends the next ones only then. */
  request('run.ack', { run: runIdSchema }),
  request('run.rename', { run: runIdSchema, name: z.string().trim().min(1).max(200) }),
  request('run.note', { run: runIdSchema, note: z.string().max(longestNote) }),
  request('run.pin', { run: runIdSchema, isPinned: z.boolean() }),
  /** Moves a run to the trash, which `run.restore` takes back; `isForGood` removes its folder at once. */
  request('run.delete', { run: runIdSchema, isForGood: z.boolean().optional() }),
  request('run.restore', { run: runIdSchema }),
  /** Removes every run in the trash for good; answered with how many there were. */
  request('run.emptyTrash', {}),
  /** Takes a run from a lab on another machine that is known to be gone; it is "interrupted" then. */
  request('run.release', { run: runIdSchema }),
  /** A replay file in pieces, in their order; with the last one it is stored as a run. */
  request('replay.open', {
    upload: transferIdSchema,
    /** Name of the file, for the run's record. */
    file: z.string().trim().min(1).max(200),
    from: z.int().nonnegative(),
    total: z.int().positive().max(mostReplayBytes),
    data: chunkSchema,
  }),
  /** Checks an ended run against another one of the same request that has ended too. */
  request('replay.compare', { run: runIdSchema, with: runIdSchema }),
  /** The replay file of an ended run. */
  request('replay.save', { run: runIdSchema }),
  /** The files that somebody opened by a double click, say, since this was asked last: each as its run, or why it failed. */
  request('replay.arrived', {}),
  request('dataset.list', {}),
  /** Reads CIFAR-10 from an archive or folder on the lab's machine; `dataset.progress` tells how it goes. */
  request('dataset.import', { path: z.string().trim().min(1).max(4096) }),
  request('dataset.download', {}),
  request('dataset.cancel', {}),
  /** Deletes the CIFAR-10 that this lab keeps. */
  request('dataset.remove', {}),
  /** The problem of the last job has been read: it is shown no more. */
  request('dataset.dismiss', {}),
  /** Training images drawn by the seed. */
  request('dataset.preview', {
    name: datasetNameSchema.or(z.literal('auto')),
    count: z.int().min(1).max(10),
    seed: seedSchema,
  }),
  /** The tour of the lab has been seen, or passed over; it is not offered in this data folder any more. */
  request('tour.end', {}),
  ...engineRequests,
  ...archiveRequests,
  ...doctorRequests,
  ...storageRequests,
  ...worksheetRequests,
  ...submissionRequests,
  ...recordingRequests,
])
export type Request = z.infer<typeof requestSchema>
export type RequestType = Request['type']
export type RequestOf<Type extends RequestType> = Extract<Request, { type: Type }>
export type EngineRequest = Extract<Request, { type: `engine.${string}` }>
export type WorksheetRequest = Extract<Request, { type: `worksheet.${string}` }>
export type SubmissionRequest = Extract<Request, { type: `submission.${string}` }>

/** The engines of a lab; they change when a device has been tried. */
const enginesSchema = z.array(
  z.strictObject({
    name: z.string(),
    trains: trainsSchema,
    /** Its devices; `problem` is the sentence that says why one cannot be used. Empty for an engine that cannot be opened. */
    devices: z.array(z.strictObject({ device: deviceSchema, problem: z.string().nullable() })),
    /** True for the engine that "auto" takes among those that train the same, unless a network is faster elsewhere. */
    isAutomatic: z.boolean(),
    /** The id of its device that is this lab's default, usable or not; absent for an engine that is not the default. */
    defaultDevice: z.string().exactOptional(),
    description: engineDescriptionSchema.nullable(),
    problem: z.string().nullable(),
  }),
)

export const labDescriptionSchema = z.strictObject({
  versions: z.record(z.string(), z.string()),
  host: z.enum(['electron', 'browser', 'terminal', 'test']),
  home: z.string(),
  policy: policySchema,
  /** One sentence: why nothing may be written to the data folder; null if it may. */
  readOnly: z.string().nullable(),
  /** False: the tour has still to be offered. */
  isTourSeen: z.boolean(),
  engines: enginesSchema,
  /** The runs under way or waiting; `run.list` gives the others. */
  live: z.array(runHeadSchema),
  census: runCensusSchema,
  telemetry: z.array(telemetryReadingSchema),
})
export type LabDescription = z.infer<typeof labDescriptionSchema>

/** What each request is answered with. */
export const replySchemas = {
  'lab.describe': labDescriptionSchema,
  'run.list': runListSchema,
  'run.values': z.array(runBodySchema),
  'run.start': runHeadSchema,
  'run.startGroup': z.array(runHeadSchema),
  'run.move': z.null(),
  'group.list': z.array(runHeadSchema),
  'group.stop': z.null(),
  'group.delete': z.null(),
  'runAll.start': runAllStateSchema,
  'runAll.resume': runAllStateSchema,
  'runAll.stop': z.null(),
  'runAll.state': runAllStateSchema.nullable(),
  'runAll.expect': z.strictObject({ runs: z.int().nonnegative(), seconds: z.number().nullable() }),
  'run.control': z.null(),
  'run.speed': z.null(),
  'run.resume': runHeadSchema,
  'run.watch': z.strictObject({ head: runHeadSchema, body: runBodySchema }),
  'run.unwatch': z.null(),
  'run.ack': z.null(),
  'run.rename': z.null(),
  'run.note': z.null(),
  'run.pin': z.null(),
  'run.delete': z.null(),
  'run.restore': z.null(),
  'run.emptyTrash': z.strictObject({ removed: z.int().nonnegative() }),
  'run.release': z.null(),
  /** Null until the last piece is there. */
  'replay.open': z.strictObject({ run: runHeadSchema.nullable() }),
  'replay.compare': replayReportSchema,
  'replay.save': z.strictObject({ file: z.string(), data: z.base64() }),
  'replay.arrived': z.array(openedFileSchema),
  'dataset.list': datasetsSchema,
  'dataset.import': z.null(),
  'dataset.download': z.null(),
  'dataset.cancel': z.null(),
  'dataset.remove': z.null(),
  'dataset.dismiss': z.null(),
  'dataset.preview': datasetPreviewSchema,
  'tour.end': z.null(),
  ...engineReplies,
  ...archiveReplies,
  ...doctorReplies,
  ...storageReplies,
  ...worksheetReplies,
  ...submissionReplies,
  ...recordingReplies,
} satisfies Record<RequestType, z.ZodType>
export type ReplyTo<Type extends RequestType> = z.infer<(typeof replySchemas)[Type]>

export const refusalSchema = z.strictObject({
  /** One sentence: what was wrong and what to do. */
  message: z.string(),
  /** The parameter or message field that was refused, if one was. */
  field: z.string().nullable(),
})

export const replySchema = z.union([
  z.strictObject({ type: z.literal('reply'), id: z.int(), result: z.unknown() }),
  z.strictObject({ type: z.literal('refusal'), id: z.int().nullable(), refusal: refusalSchema }),
])
export type Reply = z.infer<typeof replySchema>

export const menuCommandSchema = z.enum(['toggle', 'step', 'reset', 'newSeed', 'stop', 'shortcuts'])
export type MenuCommand = z.infer<typeof menuCommandSchema>

export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('run.changed'), run: runHeadSchema }),
  /** Runs were made, deleted or read from their folders; at most about ten times a second. */
  z.strictObject({ type: z.literal('run.census'), census: runCensusSchema }),
  z.strictObject({ type: z.literal('run.deleted'), run: runIdSchema }),
  /** At most about 30 a second for one port; the next comes after `run.ack`. */
  z.strictObject({
    type: z.literal('run.samples'),
    run: runIdSchema,
    batches: z.array(sampleBatchSchema),
    snapshots: z.array(snapshotSchema),
    /** Index, within the run, of the first snapshot here. */
    snapshotsFrom: z.int().nonnegative(),
    /** Values measured since the last message, by id; a table that grows comes whole, at most four times a second. */
    values: valuesSchema,
    /** Of a run that was resumed, what the attempt before it had logged does not count. */
    attempt: z.int().positive(),
    /** Samples of all tracks that wait behind these. */
    waiting: z.int().nonnegative(),
    /** The run has ended and nothing waits behind these. */
    isLast: z.boolean(),
  }),
  /** The plan of "Run all" has changed; at most about four times a second. */
  z.strictObject({ type: z.literal('runAll.changed'), state: runAllStateSchema }),
  /** A device has been tried, or its trial has begun. */
  z.strictObject({ type: z.literal('engines.changed'), engines: enginesSchema }),
  z.strictObject({ type: z.literal('telemetry.reading'), reading: telemetryReadingSchema }),
  /** Whenever the data sets or the job on them change; at most about ten times a second. */
  z.strictObject({ type: z.literal('dataset.progress'), datasets: datasetsSchema }),
  /** The application menu of Electron's window; the page carries it out on its active part. */
  z.strictObject({ type: z.literal('menu.command'), command: menuCommandSchema }),
  /** A file was opened from outside; `replay.arrived` tells what came of it. */
  z.strictObject({ type: z.literal('replay.opened') }),
  ...engineEvents,
  ...worksheetEvents,
  ...submissionEvents,
])
export type LabEvent = z.infer<typeof eventSchema>
