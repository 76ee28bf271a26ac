import { describe, expect, it } from 'vitest'
import { slotOf } from '#experiments/problems.ts'
import { workedRun, workedSamples } from './document/worked-worksheet.testing.ts'
import { runFigures } from './run-figures.ts'

const slot = slotOf({ part: '1e', slot: 'main' })
if (!slot) throw new Error('1e is gone')
const textsOf = (svg: string) => [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text)

describe('the figures of a run', () => {
  const figures = runFigures(slot, workedRun(), workedSamples)

  it('are one for each kind of number that it logs, named by its axis', () => {
    expect(figures.map(({ id }) => id)).toEqual(['loss', 'w1'])
    expect(textsOf(figures[0]?.svg ?? '')).toEqual(expect.arrayContaining(['Training loss', 'step']))
    expect(textsOf(figures[1]?.svg ?? '')).toEqual(expect.arrayContaining(['w1: 2.500', 'diverged']))
  })

  it('draw the theory thin and grey', () => {
    expect(figures[0]?.svg).toContain('stroke="#767f8b" stroke-width="1.5" stroke-dasharray="8 3 1.5 3"')
  })

  it('name run, seed, setting, engine and data', () => {
    const run = workedRun({
      status: 'stopped',
      dataNote: 'synthetic: shapes10',
      request: {
        ...workedRun().request,
        params: { ...workedRun().request.params, batchSize: 64 },
      },
    })
    expect(runFigures(slot, run, workedSamples)[0]?.caption).toEqual([
      'Part 1e, Large batch <1> (stopped), seed 183, not the homework’s setting (Batch size 64).',
      'Trained by typescript 0.1.0 on AMD EPYC 7763 (CPU).',
      'Data: synthetic: shapes10.',
    ])
  })

  it('show the first dozen of many curves, and state how many are left out', () => {
    const many = Array.from({ length: 30 }, (_, at) => ({
      ...(workedSamples[0] ?? { from: 0, steps: [], seconds: [], series: {} }),
      track: `t${at}`,
      series: { loss: [3, 2, 1] },
    }))
    const [figure] = runFigures(slot, workedRun(), many)
    expect(textsOf(figure?.svg ?? '')).toEqual(expect.arrayContaining(['Training loss, t11: 1']))
    expect(figure?.svg).not.toContain('t12')
    expect(figure?.caption.at(-1)).toBe(
      'The figure shows the first 12 curves; the samples hold 18 further curves.',
    )
  })

  it('are none where nothing was logged', () => {
    expect(runFigures(slot, workedRun(), [])).toEqual([])
  })
})
