/**
 * The process that looks at the GPUs: it answers each message with one reading. Its parent kills it when it
 * hangs, so nothing here can delay the lab.
 *
 * nvidia-smi is asked directly every time. systeminformation is asked once, at the start: each call of its
 * graphics() runs clinfo, which opens a context on the very card whose memory is being measured, and xrandr,
 * which can make a screen stutter.
 */
import type { GpuReading } from '#contract/telemetry.ts'
import { openParentLink } from '#processes/parent-link.ts'
import { listControllers } from './controllers.ts'
import { readDrmCards } from './drm-gpus.ts'
import { mergeGpus, type GpuAnswer } from './gpu-answer.ts'
import { queryNvidiaSmi } from './nvidia-smi.ts'

const nvidiaSmiTimeoutMs = 3000

// Its displays are of no interest, and asking the X server for them would disturb it.
delete process.env['DISPLAY']

let listed: readonly GpuReading[] | null = null
let isListing = false

function startListing(): void {
  if (isListing) return
  isListing = true
  listControllers().then(
    (gpus) => (listed = gpus),
    () => (listed = []),
  )
}

async function read(): Promise<GpuAnswer> {
  const smi = await queryNvidiaSmi(nvidiaSmiTimeoutMs)
  // systeminformation would wait for a hanging nvidia-smi for ever.
  if (smi.kind !== 'hung') startListing()
  return mergeGpus(listed, smi, process.platform === 'linux' ? await readDrmCards() : [])
}

const parent = openParentLink()
parent.onMessage(() => {
  void read().then((answer) => parent.post(answer))
})
