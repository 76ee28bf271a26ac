/** What the jobs of this problem are given and what they return; both travel between processes as JSON. */
import { z } from 'zod'
import { deviceSchema } from '#contract/devices.ts'
import { optimizerNames } from './pure/optimizers.ts'
import { memoryLabels, stageLabels, type MemoryKind, type StageName } from './pure/stages.ts'

const count = z.int().nonnegative()
const bytes = z.number()
const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => z.enum(Object.keys(record) as K[])

export const readingJobSchema = z.strictObject({
  /** Its samples carry this track. */
  track: z.string(),
  optimizer: z.enum(optimizerNames),
  learningRate: z.number(),
  batch: count,
  steps: count,
  /** The trainer ends itself, as out of memory, when it holds more than this after a step. */
  limitBytes: bytes.nullable(),
})
export type ReadingJob = z.infer<typeof readingJobSchema>

export const batchJobSchema = z.strictObject({
  batch: count,
  optimizer: z.enum(optimizerNames),
  learningRate: z.number(),
})
export type BatchJob = z.infer<typeof batchJobSchema>

/** Another program that holds memory of the GPU. */
const otherProcessSchema = z.strictObject({ pid: z.number(), name: z.string(), bytes: bytes.nullable() })
export type OtherProcess = z.infer<typeof otherProcessSchema>

export const memoryReadingSchema = z.strictObject({
  /** Of the trainer. */
  bytes,
  /** The whole GPU, and other programs on it; null if the memory is the host's. */
  deviceBytes: bytes.nullable(),
  others: z.array(otherProcessSchema).nullable(),
})
export type MemoryReading = z.infer<typeof memoryReadingSchema>

const failureSchema = z.strictObject({
  /** One sentence. */
  problem: z.string(),
  isOutOfMemory: z.boolean(),
  /** The GPU was lost: its driver was reset. Earlier versions ended the run then. */
  isDeviceLost: z.boolean().default(false),
})
export type Failure = z.infer<typeof failureSchema>

/** What both kinds of job report of their process. */
const measured = {
  memory: keysOf<MemoryKind>(memoryLabels),
  /** Name of the engine, and where it computes; null if it was not opened. */
  engine: z.string(),
  device: deviceSchema.nullable(),
  stages: z.partialRecord(keysOf<StageName>(stageLabels), memoryReadingSchema),
  stepsDone: count,
  failure: failureSchema.nullable(),
}

export const readingResultSchema = z.strictObject({
  kind: z.literal('reading'),
  ...measured,
  /** Of the last steps together. */
  imagesPerSecond: z.number().nullable(),
})
export type ReadingResult = z.infer<typeof readingResultSchema>

export const batchResultSchema = z.strictObject({
  kind: z.literal('batch'),
  ...measured,
  epochsDone: count,
  /** Wall time from before the first epoch to the end of the last one's evaluation. */
  seconds: z.number(),
  trainSeconds: z.number(),
  /** Of them, loading and resizing images; null in results that an earlier version kept. */
  preparationSeconds: z.number().nullable().default(null),
  imagesTrained: count,
  /** 0 to 1, after the last epoch; null if none was completed, or the training diverged. */
  accuracy: z.number().nullable(),
  /** The step at which the loss was no longer finite. */
  divergedAt: count.nullable(),
})
export type BatchResult = z.infer<typeof batchResultSchema>
