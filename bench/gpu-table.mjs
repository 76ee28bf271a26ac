import { markdownTable, threeDigits } from './medians.mjs'

/**
 * One contestant on one workload. `msPerStep`: median of the turns; null, with the sentence `problem`, if it failed.
 * @typedef {{ network: string, batch: number, contestant: string, msPerStep: number | null,
 *   turnsMs: readonly number[], firstStepSeconds: number | null, memory: { bytes: number, source: string } | null,
 *   allocatedBytes: number | null, problem: string | null }} GpuRow
 */

export const eager = 'PyTorch eager'

/**
 * How many times the speed of PyTorch eager on the same workload; null if either of them failed or is missing.
 * @param {GpuRow} row
 * @param {readonly GpuRow[]} rows
 */
export function ratioToEager(row, rows) {
  const other = rows.find(
    ({ contestant, network, batch }) =>
      contestant === eager && network === row.network && batch === row.batch,
  )
  return row.msPerStep === null || !other?.msPerStep ? null : other.msPerStep / row.msPerStep
}

const inMB = (bytes) => `${Math.round(bytes / 1e6)} MB`
const header = [
  ...['network', 'batch', 'device', 'ms a step', 'fastest to slowest turn', 'speed / PyTorch eager'],
  ...['first step', 'peak device memory', 'torch.cuda.max_memory_allocated'],
]

/** A Markdown table of these rows; one that failed has its sentence below the table. @param {readonly GpuRow[]} rows */
export function gpuTable(rows) {
  const cells = rows.map((row) => {
    const { msPerStep, turnsMs, firstStepSeconds, memory, allocatedBytes } = row
    const ratio = row.contestant === eager ? null : ratioToEager(row, rows)
    return [
      ...[row.network, String(row.batch), row.contestant],
      msPerStep === null ? 'failed' : threeDigits(msPerStep),
      turnsMs.length === 0
        ? ''
        : `${threeDigits(Math.min(...turnsMs))} to ${threeDigits(Math.max(...turnsMs))}`,
      ratio === null ? '' : threeDigits(ratio),
      firstStepSeconds === null ? '' : `${threeDigits(firstStepSeconds)} s`,
      memory === null ? 'not measured' : `${inMB(memory.bytes)} (${memory.source})`,
      allocatedBytes === null ? '' : inMB(allocatedBytes),
    ]
  })
  const problems = rows.flatMap(({ network, batch, contestant, problem }) =>
    problem === null ? [] : [`${network}, batch ${batch}, ${contestant}: ${problem}`],
  )
  return [markdownTable(header, cells), ...(problems.length === 0 ? [] : ['', ...problems])].join('\n')
}
