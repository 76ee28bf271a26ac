import { join } from 'node:path'
import { z } from 'zod'
import { readRecord, writeRecord } from '../../probing/record-file.ts'
import { calibrationSchema } from '../../probing/step-time.ts'
import { adapterSchema } from './adapter.ts'

/** What a trial of WebGPU found. */
export const webgpuResultSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('passed'),
    adapter: adapterSchema,
    /** How fast it trains, and the CPU beside it; null for an imitation, which is never chosen automatically. */
    calibration: z.strictObject({ webgpu: calibrationSchema, cpu: calibrationSchema }).nullable(),
  }),
  z.strictObject({
    /** absent: there is none to try; it is looked for again at the next start. failed: it crashes, hangs or computes wrong. */
    outcome: z.enum(['absent', 'failed']),
    adapter: adapterSchema.nullable(),
    /** One sentence. */
    problem: z.string(),
  }),
])
export type WebgpuResult = z.infer<typeof webgpuResultSchema>

const recordPath = (home: string): string => join(home, 'engines', 'onnx', 'webgpu.json')

/** The remembered result under this key of the machine; null if there is none. `home`: the lab's data folder. */
export const readWebgpuResult = (home: string, key: string): Promise<WebgpuResult | null> =>
  readRecord(recordPath(home), key, webgpuResultSchema)

/** Remembers a result. Rejects with the file system's error. */
export const writeWebgpuResult = (home: string, key: string, result: WebgpuResult): Promise<void> =>
  writeRecord(recordPath(home), key, result)
