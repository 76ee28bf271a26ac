import { expect, it } from 'vitest'
import { demoFormat, readDemo } from '#contract/demo.ts'
import { advance, hasEnded, held, pressed, startOfDemo, waitsForPress } from './demo-player.ts'

const demo = readDemo(
  JSON.stringify({
    format: demoFormat,
    title: 't',
    about: 'a',
    minutes: 1,
    steps: [
      { do: 'say', text: 'first' },
      { do: 'open', part: '1e' },
      { do: 'wait', for: { seconds: 2 } },
      { do: 'start', seed: 1 },
      { do: 'wait', for: { steps: 10 } },
      { do: 'point', at: 'w1' },
      { do: 'wait', for: { press: true } },
      { do: 'play', seconds: 10 },
      { do: 'say', text: 'last' },
    ],
  }),
)
const facts = { steps: 0, hasEnded: false, measured: [], isPlayedAgain: false }

it('carries out one action after the other, and waits for time, run and press', () => {
  const first = advance(demo, startOfDemo(0), facts, 0)
  expect(first).toMatchObject({ state: { caption: 'first', at: 2 }, action: { do: 'open' } })
  const waiting = advance(demo, first.state, facts, 1900)
  expect(waiting).toEqual({ state: first.state, action: null })
  const started = advance(demo, first.state, facts, 2000)
  expect(started.action?.do).toBe('start')
  expect(advance(demo, started.state, { ...facts, steps: 9 }, 5000).state.at).toBe(4)
  const pointing = advance(demo, started.state, { ...facts, steps: 10 }, 6000)
  expect(pointing).toMatchObject({ state: { pointed: 'w1', at: 6 }, action: null })
  expect(advance(demo, pointing.state, facts, 1e9).state.at).toBe(6)
  const played = advance(demo, pressed(demo, pointing.state, 7000), facts, 7000)
  expect(played.action?.do).toBe('play')
  expect(advance(demo, played.state, { ...facts, isPlayedAgain: true }, 8000).state.caption).toBe('first')
  const end = advance(demo, played.state, facts, 9000).state
  expect([end.caption, hasEnded(demo, end)]).toEqual(['last', true])
})

it('is not hurried past a run by a press, but past a pause', () => {
  const [inPause] = [advance(demo, startOfDemo(0), facts, 0).state]
  expect(waitsForPress(demo, inPause)).toBe(true)
  const started = advance(demo, pressed(demo, inPause, 1), facts, 1).state
  expect(waitsForPress(demo, started)).toBe(false)
  expect(pressed(demo, started, 2)).toBe(started)
})

it('stands still while it is held, and begins its pause anew', () => {
  const inPause = advance(demo, startOfDemo(0), facts, 0).state
  const still = held(inPause, true, 1000)
  expect(advance(demo, still, facts, 1e9)).toEqual({ state: still, action: null })
  expect(advance(demo, held(still, false, 5000), facts, 6000).action).toBeNull()
  expect(advance(demo, held(still, false, 5000), facts, 7000).action?.do).toBe('start')
})
