import { execFile } from 'node:child_process'

const bytesPerMiB = 2 ** 20
const millisecondsBetween = 250

const mebibytes = (text) => {
  const [, count] = /^\s*(\d+) MiB\s*$/.exec(text ?? '') ?? []
  return count === undefined ? null : Number(count) * bytesPerMiB
}
const within = (xml, tag) =>
  [...xml.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map(([, text = '']) => text)

/**
 * Bytes that `nvidia-smi -q -x` lists for the process `pid` on all cards, computing (C) or drawing (G, as Vulkan is
 * listed); null if it is not listed. In a container the numbers may be those of another system, so the entry's name must
 * be that of a program which the bench starts.
 */
export function processBytes(xml, pid) {
  const sizes = within(xml, 'process_info')
    .filter(
      (entry) =>
        Number(within(entry, 'pid')[0]) === pid &&
        /node|python/i.test(within(entry, 'process_name')[0] ?? ''),
    )
    .map((entry) => mebibytes(within(entry, 'used_memory')[0]))
    .filter((size) => size !== null)
  return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0)
}

/** Bytes in use on all cards together; null if no card says. */
export function cardBytes(xml) {
  const sizes = within(xml, 'fb_memory_usage')
    .map((entry) => mebibytes(within(entry, 'used')[0]))
    .filter((size) => size !== null)
  return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0)
}

/** What nvidia-smi writes, or null if it is not there, hangs or fails. @returns {Promise<string | null>} */
export const readCards = () =>
  new Promise((resolve) => {
    const options = { timeout: 5000, killSignal: /** @type {const} */ ('SIGKILL'), maxBuffer: 2 ** 24 }
    execFile('nvidia-smi', ['-q', '-x'], options, (error, stdout) => resolve(error ? null : stdout))
  })

/** Driver and names of the NVIDIA cards, for the head of the table; null if nvidia-smi does not say. */
export function cardsIn(xml) {
  if (xml === null) return null
  const names = within(xml, 'product_name')
  return `${names.join(', ')}; NVIDIA driver ${within(xml, 'driver_version')[0] ?? 'unknown'}`
}

/**
 * Reads, again and again until `work` is done, how much device memory the process `pid` has; `before` is what
 * `readCards` returned before it was started. Returns what `work` returns and the peak: of the process if it is listed,
 * else the growth of the card's use, which is the process's if nobody else begins to use the card; null without
 * nvidia-smi.
 */
export async function withPeakMemory(pid, before, work) {
  const peak = { ofProcess: 0, ofCard: 0 }
  const start = before === null ? null : cardBytes(before)
  const look = async () => {
    const xml = await readCards()
    if (xml === null) return
    peak.ofProcess = Math.max(peak.ofProcess, processBytes(xml, pid) ?? 0)
    if (start !== null) peak.ofCard = Math.max(peak.ofCard, (cardBytes(xml) ?? 0) - start)
  }
  let isDone = false
  const watching = (async () => {
    while (!isDone && before !== null) {
      await look()
      await new Promise((resolve) => setTimeout(resolve, millisecondsBetween))
    }
  })()
  try {
    const result = await work()
    if (before !== null) await look() // what is short is seen too: allocators keep what they took
    const memory =
      peak.ofProcess > 0
        ? { bytes: peak.ofProcess, source: 'nvidia-smi, process' }
        : peak.ofCard > 0
          ? { bytes: peak.ofCard, source: "nvidia-smi, growth of the card's use" }
          : null
    return { result, memory }
  } finally {
    isDone = true
    await watching
  }
}
