import type { SampleBatch } from '#contract/samples.ts'

/** Samples as a table (RFC 4180): track, step, seconds and every series; a number that is not finite is NaN. */
export function* samplesCsv(batches: readonly SampleBatch[]): Generator<string> {
  const series = [...new Set(batches.flatMap((batch) => Object.keys(batch.series)))]
  yield ['track', 'step', 'seconds', ...series].join(',')
  for (const { track, steps, seconds, series: columns } of batches)
    for (const [index, step] of steps.entries()) {
      const values = series.map((id) => {
        const column = columns[id]
        return column === undefined ? '' : (column[index] ?? 'NaN')
      })
      yield [track, step, seconds[index], ...values].join(',')
    }
}
