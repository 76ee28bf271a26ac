import { formatNumber, groupThousands, thinSpace } from './numbers.ts'

/** Bytes as MiB (2^20) or, from 1024 of those, GiB (2^30); small ones as KiB or B. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes == null || !Number.isFinite(bytes)) return 'not measured'
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let amount = bytes
  let unit = 0
  while (Math.abs(amount) >= 1024 && unit < units.length - 1) {
    amount /= 1024
    unit += 1
  }
  return `${formatNumber(amount, 4)}${thinSpace}${units[unit]}`
}

/** Bytes as megabytes of 10^6, the unit in which downloads are announced: "170.1 MB". */
export const formatMegabytes = (bytes: number, decimals = 1): string =>
  `${groupThousands((bytes / 1e6).toFixed(decimals))}${thinSpace}MB`
