import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LabClient } from '#contract/client.ts'
import { slotOf } from '#experiments/problems.ts'
import { headOf, arrived } from './lab-on-a-port.testing.ts'
import type { LabState } from './lab.svelte.ts'
import { PartState } from './part.svelte.ts'
import { RunState } from './run.svelte.ts'
import { viewedPart } from './viewed-part.ts'

beforeEach(() => void vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw)))
afterEach(() => void vi.unstubAllGlobals())

const bytes = (value: number): string => btoa(String.fromCharCode(value))

/** An ended run of two trainings, all of which has arrived; `scale` are the seconds from a sample to the next. */
async function endedRun(scale: number, id = 'r'): Promise<RunState> {
  const head = headOf(id, { samples: 6, headlines: { '1d.w1': 4 } })
  const client = {
    request: () =>
      Promise.resolve({
        head,
        body: { run: id, values: { '1d.w1': { value: 4 } }, versions: {}, sampleCounts: {} },
      }),
  } as unknown as LabClient
  const run = new RunState(client, head)
  run.watch()
  await arrived()
  const batch = (track: string, seconds: number[]) => ({
    ...{ track, from: 0, steps: [0, 1, 2], series: { loss: [3, 2, 1] } },
    seconds: seconds.map((second) => second * scale),
  })
  const snapshot = (track: string, step: number) => ({
    ...{ track, name: 'kernels', step, shape: [1], kind: 'uint8' as const, data: bytes(step) },
  })
  run.receive({
    type: 'run.samples',
    run: id,
    batches: [batch('a', [0, 1, 2]), batch('b', [3, 4, 5])],
    snapshots: [
      snapshot('a', 0),
      snapshot('a', 2),
      snapshot('b', 1),
      snapshot('data', 0),
      snapshot('data', 9),
    ],
    snapshotsFrom: 0,
    values: {},
    attempt: 1,
    waiting: 0,
    isLast: true,
  })
  return run
}
const lengths = (run: RunState): number[] => ['a', 'b'].map((track) => run.track(track)?.length ?? -1)

describe('a run that plays again', () => {
  it('is shown as it is at the end of its cursor, and cut in its own time before it', async () => {
    const { playback } = await endedRun(2)
    expect([playback.isPossible, playback.isActive]).toEqual([true, false])
    playback.seek(0.5)
    expect(playback.isActive).toBe(true)
    expect(lengths(playback.played)).toEqual([3, 0])
    expect(playback.words).toMatch(/^5\.00.s of 10.s$/)
    playback.seek(0.8)
    expect(lengths(playback.played)).toEqual([3, 2])
    expect(playback.played.track('b')?.last('loss')).toBe(2)
    playback.seek(0.1)
    expect([lengths(playback.played), playback.played.track('a')?.last('loss')]).toEqual([[1, 0], 3])
  })

  it('counts the steps that it has come to, and is played from its beginning as a whole', async () => {
    const run = await endedRun(2)
    run.head = { ...run.head, stepsDone: 4 }
    const { playback } = run
    expect(playback.stepsShown).toBe(4)
    playback.playWhole(10)
    expect([playback.isActive, playback.isPlaying, playback.stepsShown]).toEqual([true, true, 0])
    playback.advance(5)
    expect([lengths(playback.played), playback.stepsShown]).toEqual([[3, 0], 2])
    playback.advance(5)
    expect([playback.isActive, playback.stepsShown]).toEqual([false, 4])
  })

  it('that took less than a second plays a sample after another, whatever its clock said', async () => {
    const { playback } = await endedRun(0.001)
    playback.seek(0.5)
    expect([lengths(playback.played), playback.words]).toEqual([[3, 0], '3 of 6 samples'])
  })

  it('has the same columns, and not copies', async () => {
    const run = await endedRun(2)
    run.playback.seek(0.1)
    expect(run.playback.played.track('a')?.series('loss')).toBe(run.track('a')?.series('loss'))
  })

  it('has the snapshots up to the step of their track, the data from the start', async () => {
    const { playback } = await endedRun(2)
    const steps = (track: string): number[] =>
      playback.played.snapshots(track, 'kernels').map(({ step }) => step)
    playback.seek(0.1)
    expect([steps('a'), steps('b'), steps('data')]).toEqual([[0], [], [0]])
    playback.seek(0.8)
    expect([steps('a'), steps('b')]).toEqual([[0, 2], [1]])
    expect(playback.played.latestSnapshot('a', 'kernels')?.step).toBe(2)
  })

  it('is under way for its views and has no values before its end; for its controls it has ended', async () => {
    const run = await endedRun(2)
    run.playback.seek(0.5)
    const { played } = run.playback
    expect([played.isLive, played.head.status, played.values]).toEqual([true, 'running', {}])
    expect([run.isLive, run.head.status, run.values]).toEqual([false, 'completed', { '1d.w1': { value: 4 } }])
    expect([played.id, played.isPlayedAgain, run.isPlayedAgain]).toEqual(['r', true, false])
  })

  it('plays from the beginning in so many seconds, stops at the end, and pauses where it is moved', async () => {
    const { playback } = await endedRun(2)
    playback.toggle()
    expect([playback.isPlaying, playback.position]).toEqual([true, 0])
    playback.advance(5)
    expect(playback.position).toBeCloseTo(0.5)
    playback.pace = 'x4'
    playback.advance(0.5)
    expect(playback.position).toBeCloseTo(0.7)
    playback.seek(0.2)
    expect(playback.isPlaying).toBe(false)
    playback.toggle()
    playback.advance(100)
    expect([playback.isPlaying, playback.position, playback.isActive]).toEqual([false, 1, false])
  })
})

describe('a slot as its views see it', () => {
  it('has the run at the cursor, and acts on the slot itself', async () => {
    const run = await endedRun(2)
    const slot = slotOf({ part: '1d', slot: 'main' })
    if (!slot) throw new Error('There is no part 1d.')
    const groups = { of: () => ({ part: '1d', slot: 'main', count: 1, newest: run.head }) }
    const lab = { groups, runs: new Map([['r', run]]) } as unknown as LabState
    const part = new PartState(lab, slot)
    const viewed = viewedPart(part)
    expect(viewed.run).toBe(run)
    run.playback.seek(0.5)
    expect(viewed.run).toBe(run.playback.played)
    expect(part.run).toBe(run)
    viewed.change('iterations', 7)
    viewed.seed = 9
    expect([part.params['iterations'], part.seed, viewed.seed]).toEqual([7, 9, 9])
  })
  it('cuts the runs that are drawn beside it at the same step', async () => {
    const [run, other] = [await endedRun(2), await endedRun(20, 'other')]
    const slot = slotOf({ part: '1d', slot: 'main' })
    if (!slot) throw new Error('There is no part 1d.')
    const groups = { of: () => ({ part: '1d', slot: 'main', count: 2, newest: run.head }) }
    const runs = new Map([run, other].map((each) => [each.id, each]))
    const part = new PartState({ groups, runs } as unknown as LabState, slot)
    part.comparedIds = ['other']
    const beside = (): number[] => lengths(viewedPart(part).comparedByName[0]?.run ?? run)
    expect(beside()).toEqual([3, 3])
    run.playback.seek(0.8)
    expect(beside()).toEqual([3, 2])
    run.playback.seek(0.1)
    expect(beside()).toEqual([1, 0])
  })
})
