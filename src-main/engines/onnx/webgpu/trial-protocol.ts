import { z } from 'zod'
import { calibrationSchema } from '../../probing/step-time.ts'

/** To the process that tries a GPU. */
export const toTrialSchema = z.discriminatedUnion('type', [
  /** Opens the adapter, on Windows and macOS also lists the system's GPUs; answered with `opened`. */
  z.strictObject({ type: z.literal('open') }),
  /** Computes on it; answered with `tried`. */
  z.strictObject({ type: z.literal('try'), isCalibrated: z.boolean() }),
])
export type ToTrial = z.infer<typeof toTrialSchema>

/** From it. */
export const fromTrialSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('opened'),
    /** What the library said if it could not be opened. */
    problem: z.string().nullable(),
    listed: z.array(z.strictObject({ name: z.string(), driver: z.string().nullable() })),
  }),
  z.strictObject({
    type: z.literal('tried'),
    /** A clause that says what went wrong ("its loss is 1 and not 2"). */
    problem: z.string().nullable(),
    calibration: z.strictObject({ webgpu: calibrationSchema, cpu: calibrationSchema }).nullable(),
  }),
])
export type FromTrial = z.infer<typeof fromTrialSchema>

/** Written to the standard error output before `opened` is sent: everything that the loader wrote stands before it. */
export const endOfLog = 'lab182: the adapter has been opened'
