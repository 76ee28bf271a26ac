import { z } from 'zod'
import type { DeviceGpu } from '#contract/device-reading.ts'
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

type DrmCard = Omit<DeviceGpu, 'processes'>

/** Memory is the kernel's to tell; whose card it is, is sure where there is one on both sides. */
function withDrm(others: readonly GpuReading[], drm: readonly DrmCard[]): GpuReading[] {
  const [gpu, ...more] = others
  const [card, ...moreCards] = drm
  if (!gpu || !card || more.length + moreCards.length > 0 || card.usedBytes === null) return [...others]
  return [
    {
      ...gpu,
      vramTotalBytes: card.totalBytes ?? gpu.vramTotalBytes,
      vramUsedBytes: card.usedBytes,
      source: `${gpu.source}; memory from ${card.source}`,
    },
  ]
}

const isNvidia = (gpu: GpuReading): boolean => gpu.vendor === 'NVIDIA'
export const noGpuFound = 'no GPU found'

/**
 * One list from both sources: NVIDIA cards with the numbers nvidia-smi gives (systeminformation drops a card's
 * utilization of 0 %, and does not know cards that lspci does not list), and other makers' GPUs behind them.
 * `listed` is null while systeminformation has not answered. `drm`: what the Linux kernel reports of GPUs that are not
 * NVIDIA's.
 */
export function mergeGpus(
  listed: readonly GpuReading[] | null,
  smi: NvidiaSmiAnswer,
  drm: readonly DrmCard[] = [],
): GpuAnswer {
  const others = withDrm(
    (listed ?? []).filter((gpu) => !isNvidia(gpu)),
    drm,
  )
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
