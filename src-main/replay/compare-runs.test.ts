import { describe, expect, it } from 'vitest'
import { compareRuns } from './compare-runs.ts'
import type { Labrun } from './labrun-format.ts'

const recorded = (change: (run: Labrun) => void = () => undefined): Labrun => {
  const run: Labrun = {
    run: {
      id: 'a',
      name: 'Run',
      request: { part: '1d', slot: 'main', params: {}, seed: 1, engine: 'auto' },
      status: 'completed',
      problem: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-01-01T00:00:01.000Z',
      engine: {
        name: 'typescript',
        version: '1',
        device: { id: 'cpu', kind: 'cpu', api: 'javascript', name: 'A', isSoftware: false },
        detail: '',
        reason: '',
      },
      versions: { node: '20' },
      dataHash: null,
      dataNote: null,
      totalSteps: 3,
      stepsDone: 3,
      seconds: 1,
      hasDiverged: false,
      values: { '1d.w1': { value: 1 } },
    },
    samples: [
      {
        track: 'main',
        from: 0,
        steps: [0, 1, 2],
        seconds: [0, 1, 2],
        series: { w1: [1, 2, 3], loss: [4, 5, null] },
      },
    ],
    snapshots: [],
  }
  change(run)
  return run
}
const series = (run: Labrun, id: string): (number | null)[] => run.samples[0]?.series[id] ?? []

describe('two runs of one request', () => {
  it('are equal to the bit whatever their clocks said', () => {
    const report = compareRuns(
      recorded(),
      recorded((run) => {
        const [batch] = run.samples
        if (batch) batch.seconds = [0, 7, 9]
        run.run.seconds = 9
      }),
    )
    expect(report).toMatchObject({ verdict: 'equal', first: null, setup: [] })
    expect(report.compared).toEqual({ samples: 6, values: 1, snapshots: 0 })
  })

  it('altered in one sample are told apart, at its step and series', () => {
    const report = compareRuns(
      recorded((run) => void (series(run, 'loss')[1] = 5.001)),
      recorded(),
    )
    expect(report.verdict).toBe('differs')
    expect(report.first).toEqual({
      ...{ track: 'main', series: 'loss', step: 1, recorded: 5.001, rerun: 5, isWithin: false },
    })
    expect(report.sentence).toContain('step 1, track "main", series "loss"')
  })

  it('altered by one bit are within the tolerance, and the report says where they are not equal', () => {
    const report = compareRuns(
      recorded((run) => void (series(run, 'w1')[2] = 3 + Number.EPSILON * 2)),
      recorded(),
    )
    expect(report.verdict).toBe('within')
    expect(report.first).toMatchObject({ step: 2, series: 'w1', isWithin: true })
    expect(report.details.join(' ')).toContain('so equality to the bit was to be expected')
  })

  it('name the first sample outside the tolerance, not one before it that is within', () => {
    const report = compareRuns(
      recorded((run) => {
        series(run, 'w1')[0] = 1 + Number.EPSILON
        series(run, 'w1')[2] = 4
      }),
      recorded(),
    )
    expect(report.first).toMatchObject({ step: 2, series: 'w1', isWithin: false })
  })

  it('differ where one diverged, where samples are missing, and in a value', () => {
    const diverged = compareRuns(
      recorded(),
      recorded((run) => void (series(run, 'loss')[2] = 9)),
    )
    expect(diverged.details.join(' ')).toContain('not finite')
    const shorter = recorded((run) => {
      const [batch] = run.samples
      for (const column of [batch?.steps, batch?.seconds, ...Object.values(batch?.series ?? {})])
        column?.pop()
    })
    expect(compareRuns(shorter, recorded()).details.join(' ')).toContain(
      '2 recorded samples and 3 of the rerun',
    )
    const value = compareRuns(
      recorded((run) => (run.run.values = { '1d.w1': { value: 2 } })),
      recorded(),
    )
    expect([value.verdict, value.details.join(' ')]).toEqual([
      'differs',
      expect.stringMatching(/1d\.w1 \(.*\) is 2 as recorded and 1 in the rerun/),
    ])
  })

  it('of which the recorded one was stopped are compared up to where it was', () => {
    const stopped = recorded((run) => {
      run.run.status = 'stopped'
      run.run.values = {}
      const [batch] = run.samples
      for (const column of [batch?.steps, batch?.seconds, ...Object.values(batch?.series ?? {})])
        column?.pop()
    })
    const report = compareRuns(stopped, recorded())
    expect(report.verdict).toBe('equal')
    expect(report.details.join(' ')).toContain('compared with the beginning of the rerun')
  })

  it('say what they were trained with where that differs', () => {
    const report = compareRuns(
      recorded(),
      recorded((run) => {
        run.run.engine.version = '2'
        run.run.versions = { node: '22', electron: '45' }
        if (run.run.engine.device) run.run.engine.device.name = 'B'
      }),
    )
    expect(report.setup.map(({ what }) => what)).toEqual([
      'engine',
      'device',
      'version of node',
      'version of electron',
    ])
  })

  it('leave out what is read from the machine, and say so', () => {
    const of5c = (memory: number): Labrun =>
      recorded((run) => {
        run.run.request = { ...run.run.request, part: '5b' }
        run.samples = [
          { track: 'main', from: 0, steps: [1], seconds: [1], series: { memoryMiB: [memory], loss: [1] } },
        ]
        run.run.values = {}
      })
    const report = compareRuns(of5c(10), of5c(20))
    expect(report.verdict).toBe('equal')
    expect(report.readings).toContain('memoryMiB')
    expect(report.details.join(' ')).toContain('read from the machine')
  })

  it('compare snapshots by hash, and by their numbers where they are there', () => {
    const pictured = (data: string | null, sha256: string): Labrun =>
      recorded((run) => {
        run.snapshots = [
          { track: 'main', name: 'k', step: 1, shape: [1], kind: 'uint8', data, sha256: sha256.repeat(64) },
        ]
      })
    expect(compareRuns(pictured('AA==', 'a'), pictured('AA==', 'a')).verdict).toBe('equal')
    expect(compareRuns(pictured('AA==', 'a'), pictured('AQ==', 'b')).verdict).toBe('differs')
    expect(compareRuns(pictured(null, 'a'), pictured('AQ==', 'b')).details.join(' ')).toContain(
      'cannot be judged',
    )
  })
})
