import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { usualSeed } from '#contract/runs.ts'
import { slotOf } from '#experiments/problems.ts'
import { arrived, datasets, description, headOf, labOnAPort, type Asked } from './lab-on-a-port.testing.ts'
import { LabState } from './lab.svelte.ts'
import { PartState } from './part.svelte.ts'

const group = (id: string, count: number, createdAt = '2026-01-01T00:00:00.000Z') => ({
  part: '1d',
  slot: 'main',
  count,
  newest: headOf(id, { createdAt }),
})
const body = (run: string, values: object = {}) => ({ run, values, versions: {}, sampleCounts: {} })

/** A page on a lab with two runs of part 1d, of which the page is told the newest. */
async function connected(values: object = {}) {
  const lab = labOnAPort(({ type, run }: Asked) => {
    if (type === 'lab.describe') return description({ groups: [group('new', 2)] })
    if (type === 'dataset.list') return datasets
    if (type === 'run.watch')
      return run === 'gone'
        ? new Error('There is no run "gone".')
        : { head: headOf(String(run)), body: body(String(run), values) }
    if (type === 'run.list') return { runs: [headOf('new'), headOf('old')], total: 2 }
    return null
  })
  const state = new LabState(() => Promise.resolve(lab.port))
  await state.connect()
  const slot = slotOf({ part: '1d', slot: 'main' })
  if (!slot) throw new Error('There is no part 1d.')
  const part = new PartState(state, slot)
  return { lab, state, part }
}
const samples = (run: string, more: object = {}) => ({
  type: 'run.samples' as const,
  run,
  batches: [{ track: 'main', from: 0, steps: [0, 1], seconds: [0, 1], series: { loss: [1, 2] } }],
  snapshots: [],
  snapshotsFrom: 0,
  values: {},
  attempt: 1,
  waiting: 0,
  isLast: true,
  ...more,
})

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw))
})
afterEach(() => {
  // First, because a fake clock puts back what it found: the stub, or nothing.
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the page of a lab', () => {
  it('hears that a GPU has been tried', async () => {
    const { lab, state } = await connected()
    const device = { id: 'webgpu', kind: 'gpu', api: 'webgpu', name: 'RTX', isSoftware: false } as const
    const engine = {
      name: 'onnx',
      trains: 'networks',
      isAutomatic: true,
      description: null,
      problem: null,
    } as const
    lab.tell({ type: 'engines.changed', engines: [{ ...engine, devices: [{ device, problem: null }] }] })
    await arrived()
    expect(state.description?.engines[0]?.devices[0]?.device.name).toBe('RTX')
  })

  it('shows the newest run of a part, and knows how many others there are', async () => {
    const { lab, state, part } = await connected()
    expect([part.run?.id, part.runCount, state.groups.count, state.runs.size]).toEqual(['new', 2, 2, 1])
    lab.tell({
      type: 'run.census',
      census: {
        groups: [group('newer', 3, '2026-02-01T00:00:00.000Z')],
        trashed: 0,
        expired: 0,
        unread: 7,
        problems: [],
      },
    })
    await arrived()
    expect([part.run?.id, part.runCount, state.groups.unread]).toEqual(['newer', 3, 7])
    lab.tell({
      type: 'run.census',
      census: {
        groups: [{ ...group('x', 0), newest: null }],
        trashed: 0,
        expired: 0,
        unread: 0,
        problems: [],
      },
    })
    lab.tell({ type: 'run.deleted', run: 'newer' })
    await arrived()
    expect([part.run, part.runCount]).toEqual([null, 0])
  })

  it('has lists that follow what is made, changed and deleted, until they are closed', async () => {
    const { lab, state } = await connected()
    const { rows, close } = state.rows({})
    rows.show([0, 10])
    await arrived()
    lab.tell({ type: 'run.changed', run: headOf('old', { name: 'Renamed' }) })
    await arrived()
    expect([rows.row(1)?.name, state.runs.has('old')]).toEqual(['Renamed', false])
    const asked = (): number => lab.typesAsked().filter((type) => type === 'run.list').length
    lab.tell({
      type: 'run.census',
      census: { groups: [group('new', 3)], trashed: 0, expired: 0, unread: 0, problems: [] },
    })
    await arrived()
    expect(asked()).toBe(2)
    close()
    lab.tell({
      type: 'run.census',
      census: { groups: [group('new', 4)], trashed: 0, expired: 0, unread: 0, problems: [] },
    })
    await arrived()
    expect(asked()).toBe(2)
  })
})

it('puts the seed back with the setting of a slot', async () => {
  const { part } = await connected()
  await part.newSeed()
  part.change('learningRate', 0.5)
  part.restore('defaults')
  expect([part.seed, part.params]).toEqual([usualSeed, part.slot.defaults])
})

describe('a run on the page', () => {
  it('is streamed while a view looks at it, and let go of when none does', async () => {
    const { lab, part } = await connected({ '1d.w1': { value: 4 } })
    const { run } = part
    if (!run) throw new Error('No run is shown.')
    const [stop, stopOther] = [run.watch(), run.watch()]
    await arrived()
    expect(lab.typesAsked().filter((type) => type.startsWith('run.'))).toEqual(['run.watch'])
    expect(run.values).toEqual({ '1d.w1': { value: 4 } })
    lab.tell(samples('new', { isLast: false, waiting: 5, values: { '1d.w2': { value: 5 } } }))
    await arrived()
    expect([run.track('main')?.length, Object.keys(run.values)]).toEqual([2, ['1d.w1', '1d.w2']])
    stop()
    await arrived()
    expect(lab.typesAsked()).not.toContain('run.unwatch')
    stopOther()
    await arrived()
    expect(lab.typesAsked().at(-1)).toBe('run.unwatch')
    // What is here is not asked for again.
    run.watch()
    await arrived()
    expect(lab.asked.at(-1)).toMatchObject({ type: 'run.watch', from: { main: 2 } })
  })

  it('that is here as a whole is not asked for again', async () => {
    const { lab, part } = await connected()
    const stop = part.run?.watch()
    await arrived()
    lab.tell(samples('new'))
    await arrived()
    stop?.()
    await arrived()
    part.run?.watch()
    await arrived()
    const types = lab.typesAsked().filter((type) => type === 'run.watch' || type === 'run.unwatch')
    expect(types).toEqual(['run.watch'])
    expect(part.run?.track('main')?.length).toBe(2)
  })

  it('whose samples come twice holds each once', async () => {
    const { lab, part } = await connected()
    part.run?.watch()
    await arrived()
    const snapshot = { track: 'main', name: 'w', step: 0, shape: [1], kind: 'uint8' as const, data: 'AA==' }
    lab.tell(samples('new', { isLast: false, snapshots: [snapshot] }))
    lab.tell(samples('new', { snapshots: [snapshot] }))
    await arrived()
    expect(part.run?.track('main')?.length).toBe(2)
    expect(part.run?.snapshots('main', 'w')).toHaveLength(1)
  })

  it('that the lab does not know any more leaves the page', async () => {
    const { state } = await connected()
    const run = state.look(headOf('gone'))
    run.watch()
    await arrived()
    expect(state.runs.has('gone')).toBe(false)
  })
})

describe('a line that breaks', () => {
  it('is opened again less and less often, with a sentence, and at last not any more', async () => {
    vi.useFakeTimers()
    const tries: number[] = []
    const start = Date.now()
    const state = new LabState(() => {
      tries.push((Date.now() - start) / 1000)
      return Promise.reject(new Error('no answer'))
    })
    void state.connect()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(tries).toEqual([0, 1, 2, 4, 8, 16])
    expect(state.connection).toBe('lost')
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(state.connection).toBe('closed')
    expect(tries).toHaveLength(13)
    state.connectNow()
    await vi.advanceTimersByTimeAsync(1500)
    expect(tries).toHaveLength(15)
  })

  it('each time it has been opened counts as a failure until one holds', async () => {
    vi.useFakeTimers()
    let opened = 0
    let isSound = false
    const state = new LabState(() => {
      opened++
      const lab = labOnAPort(({ type }) => {
        if (type === 'lab.describe' && !isSound) void Promise.resolve().then(() => lab.close())
        if (type === 'lab.describe') return isSound ? description() : undefined
        return datasets
      })
      return Promise.resolve(lab.port)
    })
    void state.connect()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(opened).toBeLessThan(9)
    expect(state.failures).toBe(opened)
    isSound = true
    await vi.advanceTimersByTimeAsync(90_000)
    expect([state.connection, state.failures]).toEqual(['open', 0])
  })
})
