import { describe, expect, it } from 'vitest'
import type { RunSummary } from '#contract/runs.ts'
import type { Mark } from '#contract/worksheet.ts'
import { linkSchema } from '#contract/worksheet.ts'
import { batchValues, memory } from '#experiments/p5-gpu-memory/pure/batch-values.ts'
import { chartEntry, tableEntry, valueEntry } from './link-entry.ts'
import { summaryOf } from './summary.testing.ts'

const t = '\u202f'
const gpu = { id: 'cuda', kind: 'gpu', api: 'cuda', name: 'A GPU', isSoftware: false } as const
const number = (part: string, id: string, value: number, given: Partial<RunSummary> = {}) =>
  valueEntry(summaryOf(part, { values: { [id]: { value } }, ...given }), {
    kind: 'value',
    run: 'a-run',
    value: id,
    at: null,
  })
const rows = memory.is([
  {
    batch: 16,
    measured: 1234.5,
    predicted: 1200,
    unexplained: null,
    outcome: 'fits',
    fitted: 1230,
    memory: 'host memory (resident set of the trainer)',
  },
]).value
const cell = (column: string, given: Partial<RunSummary> = {}, row = 0) =>
  valueEntry(summaryOf('5c', { values: { '5c.memory': rows }, ...given }), {
    kind: 'value',
    run: 'a-run',
    value: '5c.memory',
    at: { row, column },
  })

describe('the entry of a number', () => {
  it('is written as the lab writes it, with its unit, label and run', () => {
    const link = number('5a', '5a.sizeMB', 94.123456)
    expect(linkSchema.parse(link)).toEqual(link)
    expect(link).toMatchObject({
      number: 94.123456,
      text: `94.12${t}MB`,
      label: 'Size (10⁶ bytes)',
      unit: 'MB',
      from: {
        run: 'a-run',
        slot: '5a',
        seed: 7,
        engine: 'onnx on CPU, version 1.30.0',
        marks: [],
        measuredAt: '2026-01-01T00:01:00.000Z',
      },
    })
  })

  it('that was not measured says why', () => {
    const run = summaryOf('5a', {
      values: { '5a.contextMiB': { value: null, notMeasured: 'No GPU trained.' } },
    })
    const link = valueEntry(run, { kind: 'value', run: 'a-run', value: '5a.contextMiB', at: null })
    expect(link).toMatchObject({ number: null, text: 'not measured: No GPU trained.' })
  })

  it('that a stopped run did not come to says so', () => {
    const run = summaryOf('5a', { status: 'stopped' })
    const link = valueEntry(run, { kind: 'value', run: 'a-run', value: '5a.sizeMB', at: null })
    expect(link).toMatchObject({
      number: null,
      text: 'not measured: the run ended before it',
      from: { marks: ['stopped'] },
    })
  })
})

describe('the entry of a table’s cell', () => {
  it('is named by its column and its row, with the unit of the heading', () => {
    expect(cell('measured, MiB')).toMatchObject({
      number: 1234.5,
      text: expect.stringMatching(/^1.23[45].MiB$/),
      unit: 'MiB',
      label: 'Memory by batch size: measured, MiB (batch size 16)',
    })
    expect(cell('batch size')).toMatchObject({ text: '16', unit: '', number: 16 })
  })
  it('that holds words or nothing has no number', () => {
    expect(cell('outcome')).toMatchObject({ number: null, text: 'fits', unit: '' })
    expect(cell('unexplained, MiB')).toMatchObject({ number: null, text: 'no reading: see the outcome' })
  })
  it('is refused where there is none', () => {
    expect(() => cell('measured')).toThrow(/no column "measured"/)
    expect(() => cell('measured, MiB', {}, 1)).toThrow(/no row 1; it has 1/)
  })
})

describe('a mark', () => {
  const marks = ({ from }: { readonly from: { readonly marks: readonly Mark[] } }): readonly Mark[] =>
    from.marks
  it.each<[string, Mark[], readonly Mark[]]>([
    [
      'synthetic data',
      ['synthetic'],
      marks(
        number('1i', '1i.x', 1, {
          dataNote: 'synthetic: shapes10, not CIFAR-10',
          values: { '1i.x': { value: 1 } },
        }),
      ),
    ],
    ['memory without a GPU', ['host memory'], marks(number('5c', '5c.slopeMiB', 1))],
    ['a prediction of memory', ['host memory', 'predicted'], marks(number('5c', '5c.predictedSlopeMiB', 1))],
    ['a prediction for a GPU', ['predicted'], marks(number('5a', '5a.predictedGpuMiB', 1))],
    ['a run that was stopped', ['stopped'], marks(number('1d', '1d.w1', 1, { status: 'stopped' }))],
    ['a run whose lab ended', ['stopped'], marks(number('1d', '1d.w1', 1, { status: 'interrupted' }))],
    ['a run that failed', ['failed'], marks(number('1d', '1d.w1', 1, { status: 'failed' }))],
    ['a run that diverged', ['diverged'], marks(number('1d', '1d.w1', 1, { hasDiverged: true }))],
    ['the homework’s setting', [], marks(number('1d', '1d.w1', 1))],
    ['a measured column', ['host memory'], marks(cell('measured, MiB'))],
    ['a predicted column', ['host memory', 'predicted'], marks(cell('predicted, MiB'))],
    ['a column that is no memory', [], marks(cell('batch size'))],
  ])('stands beside %s', (_, expected, found) => expect(found).toEqual(expected))

  it('of host memory is not of a run on a GPU, unless the host is measured there too', () => {
    const { engine } = summaryOf('5c')
    const onGpu = { engine: { ...engine, device: gpu } }
    expect(marks(number('5c', '5c.slopeMiB', 1, onGpu))).toEqual([])
    expect(marks(number('5a', '5a.hostContextMiB', 1, onGpu))).toEqual(['host memory'])
  })

  it('of another setting is of a run with any parameter changed', () => {
    const { request } = summaryOf('1d')
    const params = { ...request.params, iterations: 10 }
    expect(marks(number('1d', '1d.w1', 1, { request: { ...request, params } }))).toEqual([
      'not the homework’s setting',
    ])
  })
})

describe('a table', () => {
  const table = (count: number, text = 'x') => ({
    columns: ['a', 'b'],
    rows: Array.from({ length: count }, (_, row) => [row, text]),
  })
  const entry = (value: ReturnType<typeof table>) =>
    tableEntry(summaryOf('5c', { values: { '5c.memory': { value } } }), {
      kind: 'table',
      run: 'a-run',
      value: '5c.memory',
    })
  it('keeps its first 200 rows', () => {
    const link = entry(table(1000))
    expect(linkSchema.parse(link)).toEqual(link)
    expect([link.table.rows.length, link.rowsLeftOut]).toEqual([200, 800])
  })
  it('that is too large is refused', () => {
    expect(() => entry(table(200, 'x'.repeat(2000)))).toThrow(/too large for a worksheet/)
  })
})

it('nothing is linked of a run that has not ended, and nothing that it has not', () => {
  const run = summaryOf('5c', { status: 'running', values: { '5c.slopeMiB': { value: 1 } } })
  const value = { kind: 'value', run: 'a-run', value: '5c.slopeMiB', at: null } as const
  expect(() => valueEntry(run, value)).toThrow(/has not ended/)
  expect(() => valueEntry(summaryOf('5c'), { ...value, value: '5c.none' })).toThrow(/no value "5c.none"/)
  expect(() =>
    chartEntry(run, {
      kind: 'chart',
      run: 'a-run',
      chart: 'loss',
      label: '',
      description: '',
      file: 'a.svg',
    }),
  ).toThrow(/has not ended/)
})

it('every number and table of memory in 5c is declared as memory', () => {
  const memories = batchValues.filter(({ unit }) => unit === 'MiB')
  expect(memories.length).toBeGreaterThan(2)
  expect(memories.filter(({ memoryOf }) => memoryOf === undefined)).toEqual([])
})
