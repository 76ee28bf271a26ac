import { expect, it } from 'vitest'
import { demoFormat, readDemo } from '#contract/demo.ts'
import { moved, withAction, withEnd, type Action, type RunNow } from './action-steps.ts'

const none: RunNow = { steps: 0, hasEnded: false }
const stepsOf = (...done: readonly (readonly [Action, RunNow?])[]) =>
  done.reduce<ReturnType<typeof withEnd>>((steps, [action, run = none]) => withAction(steps, action, run), [])

const open: Action = { do: 'open', part: '1e', slot: 'main' }
const start: Action = { do: 'start', seed: 7, stepsPerSecond: 100 }
const press = { do: 'wait', for: { press: true } }

it('what is shown stays until a press; a run is waited for as far as it had come', () => {
  const steps = withEnd(
    stepsOf(
      [open],
      [{ do: 'set', fields: { batchSize: 2 } }],
      [{ do: 'set', fields: { batchSize: 4 } }],
      [{ do: 'set', fields: { learningRate: 0.1 } }],
      [{ do: 'show', slide: 'Training loss' }],
      [{ do: 'say', text: 'Watch.' }],
      [start],
      [
        { do: 'show', slide: 'Weight plane' },
        { steps: 120, hasEnded: false },
      ],
      [
        { do: 'show', slide: 'Answer' },
        { steps: 1000, hasEnded: true },
      ],
      [{ do: 'reveal' }, { steps: 1000, hasEnded: true }],
    ),
  )
  expect(steps).toEqual([
    open,
    { do: 'set', fields: { batchSize: 4, learningRate: 0.1 } },
    { do: 'show', slide: 'Training loss' },
    { do: 'say', text: 'Watch.' },
    press,
    start,
    { do: 'wait', for: { steps: 120 } },
    { do: 'show', slide: 'Weight plane' },
    { do: 'wait', for: { end: true } },
    { do: 'show', slide: 'Answer' },
    press,
    { do: 'reveal' },
    press,
  ])
  const demo = { format: demoFormat, title: 't', about: 'a', minutes: 1, steps }
  expect(readDemo(JSON.stringify(demo)).steps).toHaveLength(13)
})

it('a run that is under way at the end is waited for', () => {
  expect(withEnd(stepsOf([open], [start])).slice(-2)).toEqual([{ do: 'wait', for: { end: true } }, press])
  expect(withEnd(stepsOf([open]))).toEqual([open])
})

it('a step is moved by a place, and not over an end', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
})
