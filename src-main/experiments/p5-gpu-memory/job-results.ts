/** What the jobs of problem 5 are asked and what they answer; both cross the line between processes as JSON. */
import { z } from 'zod'
import { deviceSchema } from '#contract/devices.ts'

const count = z.int().nonnegative()
const bytes = z.number()

/** Which memory a reading is of. */
export const memoryKindSchema = z.enum(['host', 'gpuProcess', 'gpuDevice'])
export type MemoryKind = z.infer<typeof memoryKindSchema>

export const readingJobSchema = z.strictObject({
  kind: z.literal('reading'),
  /** Its samples carry this track. */
  track: z.string(),
  optimizer: z.enum(['sgd', 'momentum', 'adam']),
  learningRate: z.number(),
  batch: count,
  steps: count,
  /** The trainer ends itself, as out of memory, when it holds more than this after a step. */
  limitBytes: bytes.nullable(),
})
export type ReadingJob = z.infer<typeof readingJobSchema>

export const batchJobSchema = z.strictObject({
  kind: z.literal('batch'),
  batch: count,
  optimizer: z.enum(['sgd', 'momentum', 'adam']),
  learningRate: z.number(),
})
export type BatchJob = z.infer<typeof batchJobSchema>

export const jobSchema = z.discriminatedUnion('kind', [readingJobSchema, batchJobSchema])

/** Another program that holds memory of the GPU. */
const otherProcessSchema = z.strictObject({ pid: z.number(), name: z.string(), bytes: bytes.nullable() })
export type OtherProcess = z.infer<typeof otherProcessSchema>

export const memoryReadingSchema = z.strictObject({
  /** Of the trainer. */
  bytes,
  /** The whole GPU, and other programs on it; null where the memory is the host's. */
  deviceBytes: bytes.nullable(),
  others: z.array(otherProcessSchema).nullable(),
})
export type MemoryReading = z.infer<typeof memoryReadingSchema>

export const stageNames = ['start', 'engine', 'network', 'firstStep', 'lastStep', 'highest'] as const
export type StageName = (typeof stageNames)[number]

const failureSchema = z.strictObject({
  /** One sentence. */
  problem: z.string(),
  isOutOfMemory: z.boolean(),
})
export type Failure = z.infer<typeof failureSchema>

/** What both kinds of job tell of their process. */
const measured = {
  memory: memoryKindSchema,
  /** Name of the engine, and where it computes; null if it was not opened. */
  engine: z.string(),
  device: deviceSchema.nullable(),
  stages: z.partialRecord(z.enum(stageNames), memoryReadingSchema),
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
  imagesTrained: count,
  /** 0 to 1, after the last epoch; null where none was finished, or the training diverged. */
  accuracy: z.number().nullable(),
  /** The step at which the loss was no longer finite. */
  divergedAt: count.nullable(),
})
export type BatchResult = z.infer<typeof batchResultSchema>
