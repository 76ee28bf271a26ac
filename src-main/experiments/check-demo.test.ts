import { expect, it } from 'vitest'
import { demoFormat, readDemo, type Demo } from '#contract/demo.ts'
import { checkDemo, type DemoRuns, type StoredDemoRun } from './check-demo.ts'
import { carriedOut } from './demo-runs.testing.ts'
import { slotOf } from './problems.ts'

const stored = { hasCompleted: true, steps: 7, values: { '1b.w1': { value: 3 } } }
const runs: DemoRuns = {
  start: carriedOut,
  stored: () =>
    Promise.resolve({
      ...stored,
      request: {
        part: '1b',
        slot: 'main',
        params: slotOf({ part: '1b', slot: 'main' })?.defaults,
        seed: 1,
        engine: 'auto',
      } as StoredDemoRun['request'],
    }),
}

const demo = (...steps: readonly unknown[]): string =>
  JSON.stringify({ format: demoFormat, title: 't', about: 'a', minutes: 1, steps })
const open = { do: 'open', part: '1b' }
const start = { do: 'start', seed: 1 }
const shown = { run: 'one', seconds: 10 }
const withRuns = (runs: Readonly<Record<string, string>>, ...steps: readonly unknown[]): string =>
  JSON.stringify({ ...(JSON.parse(demo(...steps)) as object), runs })

it.each([
  ['no JSON', '{', /not JSON/],
  ['a newer format', JSON.stringify({ format: 4, steps: 'of another form' }), /format 4.*newer version/],
  ['an unknown step', demo(open, { do: 'dance' }), /step 2, field do/],
  ['a wrong field', demo(open, { do: 'start', seed: -1 }), /step 2, field seed/],
  ['a field that is none', demo(open, { ...start, script: 'alert(1)' }), /step 2.*script/],
  ['no steps', demo(), /field steps/],
  [
    'a stored run that is not there',
    demo(open, { ...start, stored: shown }),
    /step 2, field stored: no run “one”/,
  ],
  ['a stored run that is no file', withRuns({ one: 'no base64!' }, open), /field runs.one/],
])('refuses %s by step and field', (_, text, message) => {
  expect(() => readDemo(text)).toThrow(message)
})

it.each([
  ['a part that is not there', [{ do: 'open', part: '9z' }], 1, /no part 9z/],
  ['a field that the slot lacks', [open, { do: 'set', fields: { masks: 3 } }], 2, /no parameter "masks"/],
  [
    'a wait for more steps than there are',
    [open, start, { do: 'wait', for: { steps: 1e9 } }],
    3,
    /ends after/,
  ],
  [
    'a wait for epochs where there are none',
    [open, start, { do: 'wait', for: { epochs: 1 } }],
    3,
    /not in epochs/,
  ],
  [
    'a value that is not measured',
    [open, start, { do: 'wait', for: { value: '1b.none' } }],
    3,
    /not measured 1b.none/,
  ],
  ['a caption before its run', [open, { do: 'say', text: '{{1b.w1}}' }], 2, /No run has been started/],
  [
    'a caption with a number of no run',
    [open, start, { do: 'say', text: '{{1b.none}}' }],
    3,
    /the caption quotes/,
  ],
  ['a run without a part', [start], 1, /open one first/],
  ['an overlay of no run', [open, { do: 'overlay' }], 2, /start one first/],
])('finds %s', async (_, steps, at, message) => {
  const read: Demo = readDemo(demo(...steps))
  const found = (await checkDemo(read, runs)).filter(({ problem }) => problem !== null)
  expect(found).toEqual([expect.objectContaining({ step: at, problem: expect.stringMatching(message) })])
})

it('shows a stored run instead of a training if the two requests are the same', async () => {
  const steps = [
    open,
    { ...start, stored: shown },
    { do: 'wait', for: { steps: 7 } },
    { do: 'say', text: '{{1b.w1}}' },
  ]
  const problems = async (text: string) =>
    (await checkDemo(readDemo(text), runs)).flatMap(({ step, problem }) =>
      problem === null ? [] : [step, problem],
    )
  expect(await problems(withRuns({ one: 'AAAA' }, ...steps))).toEqual([])
  const other = steps.with(1, { ...start, seed: 2, stored: shown })
  expect(await problems(withRuns({ one: 'AAAA' }, ...other))).toEqual([
    2,
    expect.stringMatching(/other settings/),
    3,
    expect.anything(),
    4,
    expect.anything(),
  ])
})
