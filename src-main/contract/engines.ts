/** What crosses the line about engines and their devices; spread into the tables of messages.ts. */
import { z } from 'zod'
import { deviceSchema, trainsSchema } from './devices.ts'
import { request } from './request.ts'

const engineName = z.string().max(32)
const deviceId = z.string().max(32)

/** What runs that name no engine are trained on; "auto" for both: the lab chooses for each network. */
export const standingDefaultSchema = z.strictObject({
  engine: engineName,
  device: deviceId,
  /** Why the file that keeps it cannot be read, one sentence; null if it can. */
  problem: z.string().nullable(),
})
export type StandingDefault = z.infer<typeof standingDefaultSchema>

/** Where TensorFlow's native library comes from. */
export const librarySourceSchema = z.enum(['archive', 'wheel'])
export type LibrarySource = z.infer<typeof librarySourceSchema>

/**
 * notTried: it has to pass a trial first. refused: it failed. unavailable: this machine has none, or it is not used.
 * notInstalled: the library or package is missing.
 */
export const standingSchema = z.enum([
  'ready',
  'notTried',
  'trying',
  'refused',
  'unavailable',
  'notInstalled',
])
export type Standing = z.infer<typeof standingSchema>

/** A row of the page: a device that an engine has on some machine. */
const deviceRowSchema = z.strictObject({
  engine: engineName,
  trains: trainsSchema,
  id: deviceId,
  /** Null for an engine that is not installed: nothing is known of its devices. */
  device: deviceSchema.nullable(),
  version: z.string().nullable(),
  standing: standingSchema,
  /** One sentence: why it can or cannot be used. */
  reason: z.string(),
  /** One sentence: whether it is offered for automatic choice, and when. */
  automatic: z.string(),
  /** Milliseconds as measured with the trial; null if that was not measured. */
  speed: z
    .strictObject({
      /** Of any step, of each layer on top, of a million multiply-adds on top. */
      stepMs: z.number().nonnegative(),
      layerMs: z.number().nonnegative(),
      megaMs: z.number().nonnegative(),
      /** Predicted from them for a step of problem 4's CNN with 64 images. */
      cnnMs: z.number().nonnegative(),
    })
    .nullable(),
  /** The trial can be repeated. */
  canTry: z.boolean(),
})
export type DeviceRow = z.infer<typeof deviceRowSchema>

/** Only one installation, removal or trial goes on at a time. */
const engineJobSchema = z.strictObject({
  kind: z.enum(['install', 'remove', 'try']),
  engine: engineName,
  /** Null for a job on the library. */
  device: deviceId.nullable(),
  /** What it does now, one sentence. */
  says: z.string(),
  /** Bytes of the present download; null while nothing is fetched. `total` is null if the server does not state it. */
  amount: z
    .strictObject({
      name: z.string(),
      bytes: z.number().nonnegative(),
      total: z.number().nonnegative().nullable(),
    })
    .nullable(),
  isCancelled: z.boolean(),
})
export type EngineJob = z.infer<typeof engineJobSchema>

export const enginesReportSchema = z.strictObject({
  devices: z.array(deviceRowSchema),
  /** TensorFlow's native library. */
  library: z.strictObject({
    installed: z
      .strictObject({ version: z.string(), source: librarySourceSchema, fetchedBytes: z.number() })
      .nullable(),
    folder: z.string(),
    /** The usual one of this system in front. */
    sources: z.array(
      z.strictObject({
        source: librarySourceSchema,
        /** Disk space that the installation takes at most. */
        needsBytes: z.number(),
      }),
    ),
  }),
  job: engineJobSchema.nullable(),
  /** What went wrong last, one sentence; null when nothing did, another attempt began, or somebody has read it. */
  problem: z.string().nullable(),
  standing: standingDefaultSchema,
})
export type EnginesReport = z.infer<typeof enginesReportSchema>

export const engineRequests = [
  request('engine.list', {}),
  /** Repeats the trial of a device; `engine.progress` says how it goes. */
  request('engine.try', { engine: engineName, device: deviceId }),
  /** Fetches TensorFlow's native library and tries it. */
  request('engine.install', { source: librarySourceSchema }),
  request('engine.remove', {}),
  /** Ends the job; what was installed and known before stays. */
  request('engine.cancel', {}),
  /** The problem of the last job has been read. */
  request('engine.dismiss', {}),
  request('engine.setDefault', { engine: engineName, device: deviceId }),
] as const

export const engineReplies = {
  'engine.list': enginesReportSchema,
  'engine.try': z.null(),
  'engine.install': z.null(),
  'engine.remove': z.null(),
  'engine.cancel': z.null(),
  'engine.dismiss': z.null(),
  'engine.setDefault': z.null(),
}

export const engineEvents = [
  /** Whenever the engines, the default or the job on them change; at most about ten times a second. */
  z.strictObject({ type: z.literal('engine.progress'), report: enginesReportSchema }),
] as const
