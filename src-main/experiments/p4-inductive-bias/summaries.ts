import { mean } from '#numeric/statistics.ts'
import type { CellResult, Checkpoint } from './job.ts'
import type { Cell } from './pure/cells.ts'

/** A network that is trained to its end. */
export interface Finished {
  readonly cell: Cell
  readonly result: CellResult
}

/** Several seeds of one network after a number of epochs. */
export interface Summary {
  readonly epochs: number
  readonly accuracy: number | null
  readonly lowest: number | null
  readonly highest: number | null
  readonly testAccuracy: number | null
  readonly trainAccuracy: number | null
  readonly validationLoss: number | null
  /** Seeds that are at chance, neither stuck there nor fallen back to it. */
  readonly atChance: number
  /** Known after the last epoch only, null before; as `fellBack`. */
  readonly stuck: number | null
  readonly fellBack: number | null
  /** What was reached before falling back, in words; null where none fell back. */
  readonly peaks: string | null
  readonly diverged: number
  /** With spaces between them. */
  readonly seeds: string
}

/** Mean and range over the seeds of one network, after each of its checkpoints. */
export function summarise(seeds: readonly Finished[]): readonly Summary[] {
  const reached = seeds.flatMap(({ result }) => result.checkpoints.map(({ epochs }) => epochs))
  const asked = seeds.map(({ cell }) => cell.epochs)
  // A training that diverged on the way is counted in the row of the last epoch.
  const epochs = [...new Set([...reached, ...asked])].sort((a, b) => a - b)
  const end = Math.max(...asked)
  return epochs.map((epoch) => {
    const there = seeds.flatMap(({ result }) => result.checkpoints.filter((point) => point.epochs === epoch))
    // How a training at chance came there shows at its end only: before it, it is at chance.
    const fallen = epoch === end ? seeds.filter(({ result }) => result.fellFrom !== null) : []
    const stuck = epoch === end ? seeds.filter(({ result }) => result.isStuck).length : 0
    const accuracies = numbers(there, 'accuracy')
    return {
      epochs: epoch,
      accuracy: meanOrNull(accuracies),
      lowest: accuracies.length > 0 ? Math.min(...accuracies) : null,
      highest: accuracies.length > 0 ? Math.max(...accuracies) : null,
      testAccuracy: meanOrNull(numbers(there, 'testAccuracy')),
      trainAccuracy: meanOrNull(numbers(there, 'trainAccuracy')),
      validationLoss: meanOrNull(numbers(there, 'validationLoss')),
      atChance: there.filter((point) => point.isAtChance).length - stuck - fallen.length,
      stuck: epoch === end ? stuck : null,
      fellBack: epoch === end ? fallen.length : null,
      peaks: fallen.length > 0 ? fallen.map(({ result }) => peakWords(result)).join('; ') : null,
      diverged: seeds.filter(({ result }) => result.divergedAt !== null && result.divergedAt <= epoch).length,
      seeds: seeds.map(({ result }) => result.seed).join(' '),
    }
  })
}

/** "91.3 % in validation after epoch 277 (seed 201)"; empty for a training that did not fall back. */
export function peakWords({ fellFrom, seed }: CellResult): string {
  if (!fellFrom) return ''
  const accuracy = Number(fellFrom.accuracy.toFixed(1))
  return `${accuracy} % in ${fellFrom.of} after epoch ${fellFrom.epoch} (seed ${seed})`
}

const meanOrNull = (values: readonly number[]): number | null => (values.length > 0 ? mean(values) : null)

function numbers(
  points: readonly Checkpoint[],
  name: 'accuracy' | 'testAccuracy' | 'trainAccuracy' | 'validationLoss',
): number[] {
  return points.flatMap((point) => point[name] ?? [])
}
