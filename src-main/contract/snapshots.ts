import { z } from 'zod'

/** An array worth looking at, as a trainer yields it: the kernels after an epoch, the images behind a matrix. */
export interface Snapshot {
  /** The training it belongs to ("main" where there is one). */
  readonly track: string
  readonly name: string
  readonly step: number
  readonly shape: readonly number[]
  /** Not to be changed after it was yielded. */
  readonly data: Float32Array | Uint8Array
}

/** A snapshot as it travels and as it is stored: `data` is base64 of little-endian float32, or of bytes. */
export const snapshotSchema = z.strictObject({
  track: z.string().max(64),
  name: z.string().max(64),
  step: z.number(),
  shape: z.array(z.int().nonnegative()).max(6),
  kind: z.enum(['float32', 'uint8']),
  data: z.string(),
})
export type SnapshotRecord = z.infer<typeof snapshotSchema>
