/** What goes to the process that trains one network, and what comes back: parsed on both sides. */
import { z } from 'zod'
import type { ApartJob } from '../apart.ts'
import { bandVersions } from './pure/bands-parameters.ts'
import { fiveClasses } from './pure/bands.ts'
import { networkNames, seedOf, type Cell, type SweepPlan } from './pure/cells.ts'
import type { DataSource } from './pure/data.ts'
import { multiplyAdds } from './work.ts'

const count = z.int().nonnegative()
const jobInputSchema = z.strictObject({
  source: z.strictObject({
    seed: count,
    classes: z.array(z.enum(fiveClasses)).readonly(),
    generator: z.enum(bandVersions),
    validationImages: count,
    isShifted: z.boolean(),
    isPermuted: z.boolean(),
  }),
  cell: z.strictObject({
    track: z.string(),
    network: z.enum(networkNames),
    perClass: count,
    seedIndex: count,
    epochs: count,
    batchSize: count,
    learningRate: z.number(),
    momentum: z.number(),
    kernel: count,
  }),
  checkpoints: z.array(count).readonly(),
  isTested: z.boolean(),
})
/** The network of a job and its data, the epochs its tables have rows for, and whether it answers test images. */
export type JobInput = z.infer<typeof jobInputSchema>

/** A job's input, as it was sent. Throws ZodError for anything else. */
export const jobInput = (input: unknown): JobInput => jobInputSchema.parse(input)

const checkpointSchema = z.object({
  epochs: count,
  trainAccuracy: z.number(),
  accuracy: z.number().nullable(),
  isAtChance: z.boolean(),
  validationLoss: z.number().nullable(),
  testAccuracy: z.number().nullable(),
})
/**
 * What is known of one network after a number of epochs, accuracies in percent: validation is null where nothing is
 * validated, the test's outside the search. `isAtChance`: training and validation accuracy are those of guessing.
 */
export type Checkpoint = Readonly<z.infer<typeof checkpointSchema>>

/** Null where a weight is not finite. */
const stripesSchema = z.object({ rows: z.number().nullable(), columns: z.number().nullable() }).readonly()
export type MeasuredStripes = z.infer<typeof stripesSchema>

const cellResultSchema = z.object({
  seed: count,
  divergedAt: count.nullable(),
  isStuck: z.boolean(),
  // Earlier versions did not tell a training that fell back from the others.
  fellFrom: z
    .object({ epoch: count, accuracy: z.number(), of: z.enum(['validation', 'training']) })
    .readonly()
    .nullable()
    .default(null),
  trainLoss: z.number().nullable(),
  checkpoints: z.array(checkpointSchema).readonly(),
  firstAtTarget: count.nullable(),
  flatFrom: count.nullable(),
  bestEpoch: count.nullable(),
  bestAccuracy: z.number().nullable(),
  confusion: z.array(z.array(count).readonly()).readonly(),
  stripesBefore: z.array(stripesSchema).readonly(),
  stripes: z.array(stripesSchema).readonly(),
})
/**
 * What a job returns: all that the tables need. `divergedAt`: the epoch at which the loss was no longer finite.
 * `isStuck`: it never left chance and answers all images alike; at chance without that, it may only be young.
 * `fellFrom`: it ended at chance and had learned before; its best epoch and the accuracy there.
 * `confusion`: [true class][answer] of the validation images. `stripes`: of each first-layer filter after the training,
 * beside those before it; none for the MLP.
 */
export type CellResult = Readonly<z.infer<typeof cellResultSchema>>

/** The result of a job, of this run or of an earlier attempt; null where it is none. */
export const cellResult = (result: unknown): CellResult | null =>
  cellResultSchema.safeParse(result).data ?? null

/** The data of one repetition. */
export const sourceOf = ({ data }: SweepPlan, runSeed: number, seedIndex: number): DataSource => ({
  ...data,
  seed: seedOf(runSeed, seedIndex),
})

/** One job for each network, the longest first, so that no core is left waiting for one at the end. */
export function jobsOf(plan: SweepPlan, runSeed: number): readonly ApartJob[] {
  const { checkpoints, isTested } = plan
  return [...plan.cells]
    .sort((a, b) => workOf(b) - workOf(a))
    .map((cell) => {
      const input: JobInput = {
        source: sourceOf(plan, runSeed, cell.seedIndex),
        cell,
        checkpoints,
        isTested,
      }
      return { key: cell.track, input, tracks: [cell.track] }
    })
}

const workOf = (cell: Cell): number => cell.epochs * cell.perClass * multiplyAdds(cell)
