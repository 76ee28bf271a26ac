/** Bytes in the two units of this problem, which differ by 5 %: 10⁶ bytes (MB) and 2²⁰ bytes (MiB). */
import { formatNumber, formatShort } from '#text/numbers.ts'

export const megabytes = (bytes: number): number => bytes / 1e6
export const mebibytes = (bytes: number): number => bytes / 2 ** 20

/** The same in MiB; null for what was not measured. */
export const mebibytesOrNull = (bytes: number | null): number | null =>
  bytes === null ? null : mebibytes(bytes)

/** "110 378 MiB": whole units of 2²⁰ bytes, with a thin space between thousands. */
export const inWholeMiB = (bytes: number): string => `${formatNumber(Math.round(mebibytes(bytes)))} MiB`

/** A number with four significant digits, as the reference answers write it. */
export const fourDigits = (value: number): string => formatShort(value)
