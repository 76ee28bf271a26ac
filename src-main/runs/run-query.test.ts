import { describe, expect, it } from 'vitest'
import type { RunHead } from '#contract/run-head.ts'
import { runFilterSchema, runSortSchema, type RunSort } from '#contract/run-list.ts'
import type { RunRequest } from '#contract/runs.ts'
import { slotOf } from '#experiments/problems.ts'
import { RunCatalogue } from './run-catalogue.ts'

const defaults = slotOf({ part: '1e', slot: 'main' })?.defaults as RunRequest['params']
type More = Partial<Omit<RunHead, 'request'>> & { readonly request?: Partial<RunRequest> }

/** A run of 1e that was started at this minute. */
function head(minute: number, { request, ...more }: More = {}): RunHead {
  const createdAt = `2026-01-01T10:${String(minute).padStart(2, '0')}:00.000Z`
  return {
    id: `${createdAt.replace(/[:.]/g, '-').toLowerCase()}-a${minute}`,
    name: `Run ${minute}`,
    request: { part: '1e', slot: 'main', params: defaults, seed: 183, engine: 'auto', ...request },
    status: 'completed',
    problem: null,
    createdAt,
    endedAt: null,
    engine: { name: 'typescript', version: '1', device: null, detail: '', reason: '' },
    dataHash: null,
    dataNote: null,
    totalSteps: 1,
    stepsDone: 1,
    samples: 1,
    seconds: 1,
    stepsPerSecond: null,
    hasDiverged: false,
    finishedJobs: 0,
    attempt: 1,
    origin: null,
    headlines: {},
    place: null,
    note: '',
    isPinned: false,
    trashedAt: null,
    bytes: null,
    ...more,
  }
}

function catalogueOf(heads: readonly RunHead[]): RunCatalogue {
  const catalogue = new RunCatalogue()
  for (const each of heads) catalogue.set(each)
  return catalogue
}
const trashedAt = '2026-01-02T00:00:00.000Z'

describe('a filter', () => {
  const catalogue = catalogueOf([
    head(1, { note: 'For the LECTURE', isPinned: true }),
    head(2, { request: { params: { ...defaults, batchSize: 64 }, seed: 7 } }),
    head(3, { request: { part: '4c', slot: 'search', params: {} }, status: 'failed' }),
    head(4, { trashedAt }),
    head(5, { engine: { name: 'onnx', version: '1', device: null, detail: '', reason: '' } }),
  ])
  it.each([
    ['everything but the trash', {}, [5, 3, 2, 1]],
    ['the trash', { isTrash: true }, [4]],
    ['a slot', { slot: { part: '4c', slot: 'search' } }, [3]],
    ['a problem', { problem: 1 }, [5, 2, 1]],
    ['states', { status: ['failed', 'stopped'] }, [3]],
    ['an engine', { engine: 'onnx' }, [5]],
    ['pinned runs', { isPinned: true }, [1]],
    ['a note, in any case', { text: 'lecture' }, [1]],
    ['a parameter that differs from the default, and the seed', { text: 'Batch size 64 seed 7' }, [2]],
    ['a default, which is no difference', { text: 'batch size 1024' }, []],
    ['a slot by its name', { text: '4c-search' }, [3]],
    ['what the part is called', { text: 'gradient descent' }, [5, 2, 1]],
    ['two conditions at once', { text: 'run', isPinned: true }, [1]],
  ])('admits %s', (_, filter, minutes) => {
    const { runs, total } = catalogue.list(runFilterSchema.parse(filter), 0, 10)
    expect(runs.map(({ name }) => Number(name.slice(4)))).toEqual(minutes)
    expect(total).toBe(minutes.length)
  })

  it('finds a run by its name as it is now', () => {
    const renamed = catalogueOf([head(1)])
    expect(renamed.list({ text: 'mine' }, 0, 10).total).toBe(0)
    renamed.set(head(1, { name: 'Mine' }))
    expect(renamed.list({ text: 'mine' }, 0, 10).total).toBe(1)
  })
})

describe('an order', () => {
  const catalogue = catalogueOf([
    head(1, { name: 'Run 10', headlines: { '1e.w1': 2 }, bytes: 5 }),
    head(2, {
      name: 'Run 9',
      headlines: { '1e.w1': 1 },
      request: { params: { ...defaults, batchSize: 64 } },
    }),
    head(3, { name: 'run 11', bytes: 3 }),
  ])
  const sortedBy = (by: string, isDescending = false): number[] => {
    const sort: RunSort = runSortSchema.parse({ by, isDescending })
    return catalogue.list({}, 0, 10, sort).runs.map(({ createdAt }) => Number(createdAt.slice(14, 16)))
  }
  it.each([
    ['started', [1, 2, 3], [3, 2, 1]],
    ['name', [2, 1, 3], [3, 1, 2]],
    ['value:1e.w1', [2, 1, 3], [1, 2, 3]],
    ['param:batchSize', [2, 3, 1], [3, 1, 2]],
    ['bytes', [3, 1, 2], [1, 3, 2]],
    ['seed', [3, 2, 1], [3, 2, 1]],
  ])('by %s: numbers as numbers, what lacks it last, equals newest first', (by, up, down) => {
    expect([sortedBy(by), sortedBy(by, true)]).toEqual([up, down])
  })

  it.each(['', 'createdAt', 'value:', '__proto__'])('is refused by "%s"', (by) => {
    expect(runSortSchema.safeParse({ by, isDescending: false }).success).toBe(false)
  })
})

it('counts the runs in the trash apart, and takes the newest of a slot from the others', () => {
  const catalogue = catalogueOf([head(1), head(2)])
  expect(catalogue.takeChangedGroups()).toMatchObject([{ count: 2, newest: { name: 'Run 2' } }])
  catalogue.set(head(2, { trashedAt }))
  expect(catalogue.takeChangedGroups()).toMatchObject([{ count: 1, newest: { name: 'Run 1' } }])
  expect(catalogue.trashed).toBe(1)
  catalogue.set(head(1, { trashedAt }))
  expect(catalogue.takeChangedGroups()).toMatchObject([{ count: 0, newest: null }])
  catalogue.set(head(2))
  expect([catalogue.trashed, catalogue.groups()[0]?.newest?.name]).toEqual([1, 'Run 2'])
})
