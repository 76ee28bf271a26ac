import type { Breakdown } from './breakdown.ts'
import type { MemoryReading, ReadingResult } from './job-results.ts'
import { optimizerLabels, type OptimizerName } from './pure/optimizers.ts'
import { inWholeMiB } from './pure/units.ts'

/** A reading that cannot be right, or that theory alone does not explain. */
export interface Flag {
  readonly reading: string
  readonly what: string
  readonly causes: string
}

/** Bytes by which another program's memory may change without the reading counting as disturbed. */
const noticeable = 16 * 2 ** 20

/** Programs on the GPU that came, went or changed between two readings. */
function disturbances(from: MemoryReading | undefined, to: MemoryReading | undefined): string[] {
  if (!from?.others || !to?.others) return []
  const before = new Map(from.others.map((other) => [other.pid, other]))
  const appeared = to.others
    .filter(({ pid }) => !before.has(pid))
    .map(({ pid, name }) => `process ${pid} (${name}) appeared`)
  const after = new Map(to.others.map((other) => [other.pid, other]))
  const gone = from.others
    .filter(({ pid }) => !after.has(pid))
    .map(({ pid, name }) => `process ${pid} (${name}) ended`)
  const changed = to.others.flatMap(({ pid, name, bytes }) => {
    const old = before.get(pid)?.bytes
    const isChanged = typeof old === 'number' && bytes !== null && Math.abs(bytes - old) > noticeable
    return isChanged
      ? [`process ${pid} (${name}) changed from ${inWholeMiB(old)} to ${inWholeMiB(bytes)}`]
      : []
  })
  return [...appeared, ...gone, ...changed]
}

/** What disturbed one reading, and what it could not separate. */
export function readingFlags(
  label: string,
  result: Pick<ReadingResult, 'stages' | 'memory' | 'failure'>,
): Flag[] {
  const { engine, network, firstStep, lastStep, highest } = result.stages
  const flags: Flag[] = []
  const stages = [engine, network, firstStep, lastStep]
  const seen = stages.slice(1).flatMap((stage, index) => disturbances(stages[index], stage))
  if (seen.length > 0)
    flags.push({
      reading: label,
      what: `Another program used the GPU during the reading: ${seen.join('; ')}.`,
      causes:
        result.memory === 'gpuDevice'
          ? 'Its memory is part of this reading, which is the whole device less what was used at the start; close it and run again.'
          : 'The reading is of the trainer alone, but that program may have left it less room; close it and run again.',
    })
  if (result.memory === 'gpuDevice')
    flags.push({
      reading: label,
      what: 'The driver does not report memory by process here (N/A, as on Windows, or in a container that hides process numbers).',
      causes:
        'The reading is the whole device less what was used before the trainer started; it includes whatever other programs took or freed in between.',
    })
  if (firstStep && highest && highest.bytes < firstStep.bytes)
    flags.push({
      reading: label,
      what: `The highest reading, ${inWholeMiB(highest.bytes)}, is below the reading after the first step, ${inWholeMiB(firstStep.bytes)}.`,
      causes: 'The system recorded its highest memory at another moment; use the larger reading.',
    })
  if (result.failure)
    flags.push({
      reading: label,
      what: result.failure.problem,
      causes: result.failure.isDeviceLost
        ? 'The driver was reset, or the machine slept; nothing is known of the memory, so run again.'
        : 'The setting does not fit into the memory; use a smaller batch, smaller images or a shallower network.',
    })
  return flags
}

const allocator =
  'the allocator keeps freed blocks and reuses them for the optimizer state, which is created at the first step'
const disturbed =
  'another program changed its memory in between; or the system was short of memory and swapped'

/** Readings of part b that contradict each other or the prediction. */
export function optimizerFlags(breakdowns: ReadonlyMap<OptimizerName, Breakdown>): Flag[] {
  const flags: Flag[] = []
  for (const [more, less] of [
    ['momentum', 'sgd'],
    ['adam', 'momentum'],
  ] as const) {
    const [upper, lower] = [breakdowns.get(more), breakdowns.get(less)]
    if (!upper || !lower) continue
    const growth = upper.measured - lower.measured
    const expected = upper.optimizerState - lower.optimizerState
    const reading = `${optimizerLabels[more]} beside ${optimizerLabels[less]}`
    if (growth < 0)
      flags.push({
        reading,
        what: `${optimizerLabels[more]} was measured ${inWholeMiB(-growth)} below ${optimizerLabels[less]}, though it keeps ${inWholeMiB(expected)} more.`,
        causes: `The optimizers cannot cause this. Likely causes: ${disturbed}. Close other programs and run again.`,
      })
    else if (growth < 0.5 * expected)
      flags.push({
        reading,
        what: `The difference, ${inWholeMiB(growth)}, is less than half of the ${inWholeMiB(expected)} of state that it keeps.`,
        causes: `Either ${allocator}; or ${disturbed}.`,
      })
  }
  for (const [optimizer, { measured, predicted, processAndEngine, workspace }] of breakdowns) {
    const off = (measured - predicted) / (predicted - processAndEngine)
    if (Math.abs(off) <= 0.15) continue
    flags.push({
      reading: optimizerLabels[optimizer],
      what: `Beyond process and engine it held ${Math.round(100 * Math.abs(off))} % ${off > 0 ? 'more' : 'less'} than predicted.`,
      causes:
        workspace === null
          ? 'The prediction leaves out the workspace of this engine: scratch memory of its algorithms, and blocks that its allocator rounds up or keeps.'
          : `The predicted workspace of the engine is fitted to other settings; or ${disturbed}.`,
    })
  }
  return flags
}

/** Readings of part c that fall by more than a twentieth (they vary by that much) as the batch grows, or leave their line. */
export function batchFlags(
  rows: readonly { readonly batch: number; readonly bytes: number; readonly fitted: number | null }[],
): Flag[] {
  const flags: Flag[] = []
  rows.forEach(({ batch, bytes, fitted }, index) => {
    const smaller = rows[index - 1]
    if (smaller && bytes < 0.95 * smaller.bytes)
      flags.push({
        reading: `Batch size ${batch}`,
        what: `It held ${inWholeMiB(smaller.bytes - bytes)} less than batch size ${smaller.batch}.`,
        causes: `More images cannot need less memory. Either a copy or two of the weights was waiting to be collected; or ${disturbed}.`,
      })
    if (fitted !== null && Math.abs(bytes - fitted) > 0.15 * bytes)
      flags.push({
        reading: `Batch size ${batch}`,
        what: `It lies ${inWholeMiB(Math.abs(bytes - fitted))} ${bytes > fitted ? 'above' : 'below'} the fitted line.`,
        causes: `The allocator rounds blocks up or keeps them; an algorithm needs more scratch memory for this size; or ${disturbed}.`,
      })
  })
  return flags
}
