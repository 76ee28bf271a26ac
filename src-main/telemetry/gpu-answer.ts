import { z } from 'zod'
import { gpuReadingSchema, type GpuReading } from '#contract/telemetry.ts'
import type { NvidiaSmiAnswer } from './nvidia-smi.ts'

/** What the probe process answers to one "read". */
export const gpuAnswerSchema = z.strictObject({
  gpus: z.array(gpuReadingSchema),
  note: z.string().nullable(),
  /** False while systeminformation's list is still being made. */
  isListed: z.boolean(),
})
export type GpuAnswer = z.infer<typeof gpuAnswerSchema>

const isNvidia = (gpu: GpuReading): boolean => gpu.vendor === 'NVIDIA'
export const noGpuFound = 'no GPU found'

/**
 * One list from both sources: NVIDIA cards with the numbers nvidia-smi gives (systeminformation drops a card's
 * utilization of 0 %, and does not know cards that lspci does not list), and other makers' GPUs behind them.
 * `listed` is null while systeminformation has not answered.
 */
export function mergeGpus(listed: readonly GpuReading[] | null, smi: NvidiaSmiAnswer): GpuAnswer {
  const others = (listed ?? []).filter((gpu) => !isNvidia(gpu))
  const isListed = listed !== null
  if (smi.kind === 'cards') return { gpus: [...smi.cards, ...others], note: smi.note, isListed }
  const cards = (listed ?? []).filter(isNvidia)
  const gpus = [...cards, ...others]
  if (smi.kind !== 'missing') return { gpus: others, note: smi.problem, isListed }
  if (cards.some((gpu) => gpu.vramUsedBytes === null))
    return {
      gpus,
      note: 'nvidia-smi is not installed, so the memory of the NVIDIA card is not measured',
      isListed,
    }
  return { gpus, note: gpus.length === 0 && isListed ? noGpuFound : null, isListed }
}

/** Whether some number of these GPUs changes from second to second, so that asking again is of use. */
export const hasLiveNumbers = (gpus: readonly GpuReading[]): boolean =>
  gpus.some((gpu) => gpu.vramUsedBytes !== null || gpu.utilization !== null)
