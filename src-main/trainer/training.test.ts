import { describe, expect, it } from 'vitest'
import type { TrainEvent } from '#experiments/train.ts'
import type { FromTrainer, TrackColumns } from './protocol.ts'
import { Training } from './training.ts'

type Train = () => Iterable<TrainEvent> | AsyncIterable<TrainEvent>
const counting: Train = function* () {
  for (let step = 0; ; step++) yield { type: 'sample', track: 'main', step, values: { loss: 1 / (step + 1) } }
}
const countTo = (last: number): Train =>
  function* () {
    for (let step = 0; step < last; step++)
      yield { type: 'sample', track: 'main', step, values: { loss: step } }
    yield { type: 'value', id: '1a.last', value: { value: last } }
  }

/** A training whose messages are answered at once, unless told not to. */
function start(options: { isPaused?: boolean; isAnswered?: boolean } = {}) {
  const sent: FromTrainer[] = []
  let wake: () => void = () => undefined
  const training: Training = new Training(
    { isPaused: options.isPaused ?? false, stepsPerSecond: null, secondsBefore: 0 },
    (message) => {
      sent.push(message)
      if (message.type === 'samples' && options.isAnswered !== false)
        setImmediate(() => training.receive({ type: 'ack' }))
      wake()
    },
  )
  const until = async (isDone: () => boolean): Promise<void> => {
    while (!isDone()) await new Promise<void>((resolve) => (wake = resolve))
  }
  const columns = (): TrackColumns[] => sent.flatMap((m) => (m.type === 'samples' ? m.tracks : []))
  const steps = (): number[] => columns().flatMap((track) => [...track.steps])
  return { training, sent, until, steps }
}

describe('Training', () => {
  it('sends every sample in order, then the values, then its end', async () => {
    const { training, sent, steps } = start()
    await training.run(countTo(50_000))
    expect(steps()).toEqual(Array.from({ length: 50_000 }, (_, step) => step))
    expect(sent.filter((m) => m.type === 'value')).toEqual([
      { type: 'value', id: '1a.last', value: { value: 50_000 } },
    ])
    expect(sent.at(-1)).toMatchObject({ type: 'ended', status: 'completed', problem: null })
  })

  it('stops an endless trainer, and keeps what was logged', async () => {
    const { training, sent, until, steps } = start()
    const done = training.run(counting)
    await until(() => steps().length > 0)
    training.receive({ type: 'control', action: 'stop' })
    await done
    expect(sent.at(-1)).toMatchObject({ type: 'ended', status: 'stopped' })
    expect(steps()).toEqual(steps().map((_, index) => index))
  })

  it('takes exactly the steps asked for while paused', async () => {
    const { training, until, steps, sent } = start({ isPaused: true })
    const done = training.run(counting)
    training.receive({ type: 'control', action: 'step' })
    await until(() => steps().length === 1)
    training.receive({ type: 'control', action: 'step' })
    training.receive({ type: 'control', action: 'step' })
    await until(() => steps().length === 3)
    training.receive({ type: 'control', action: 'stop' })
    await done
    expect(steps()).toEqual([0, 1, 2])
    expect(sent.at(-1)).toMatchObject({ status: 'stopped' })
  })

  it('says when it pauses and resumes', async () => {
    const { training, sent, until } = start()
    const done = training.run(counting)
    training.receive({ type: 'control', action: 'pause' })
    training.receive({ type: 'control', action: 'resume' })
    await until(() => sent.some((m) => m.type === 'samples'))
    training.receive({ type: 'control', action: 'stop' })
    await done
    expect(sent.flatMap((m) => (m.type === 'state' ? m.isPaused : []))).toEqual([true, false])
  })

  it('sends no more than three messages ahead of a lab that does not answer', async () => {
    const { training, sent, until } = start({ isAnswered: false })
    const done = training.run(counting)
    const messages = (): number => sent.filter((m) => m.type === 'samples').length
    await until(() => messages() === 3)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(messages()).toBe(3)
    training.receive({ type: 'control', action: 'stop' })
    await done
    expect(messages()).toBe(4)
  })

  it('reports an error of the trainer as a failed run', async () => {
    const { training, sent } = start()
    const broken: Train = function* () {
      yield { type: 'sample', track: 'main', step: 0, values: { loss: 1 } }
      throw new Error('the matrix is singular')
    }
    await training.run(broken)
    expect(sent.at(-1)).toMatchObject({
      status: 'failed',
      problem: 'The training failed: the matrix is singular',
    })
  })

  it('refuses a track that changes its series, as a missing number would look diverged', async () => {
    const { training, sent } = start()
    const uneven: Train = function* () {
      yield { type: 'sample', track: 'main', step: 0, values: { loss: 1, w1: 2 } }
      yield { type: 'sample', track: 'main', step: 1, values: { loss: 1 } }
    }
    await training.run(uneven)
    expect(sent.at(-1)).toMatchObject({ status: 'failed' })
  })

  it('drives an asynchronous trainer alike', async () => {
    const { training, steps } = start()
    const slow: Train = async function* () {
      for (let step = 0; step < 5; step++) {
        await Promise.resolve()
        yield { type: 'sample', track: 'main', step, values: { loss: step } }
      }
    }
    await training.run(slow)
    expect(steps()).toEqual([0, 1, 2, 3, 4])
  })
})
