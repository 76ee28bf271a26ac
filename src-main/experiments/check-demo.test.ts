import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { demoFormat, readDemo, type Demo } from '#contract/demo.ts'
import { checkDemo, type DemoRun } from './check-demo.ts'
import { collectRun } from './collect-run.testing.ts'
import { slotOf } from './problems.ts'

const folder = new URL('../../resources/demos/', import.meta.url)
const shipped = readdirSync(folder).map(
  (file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const,
)

/** A whole run in this process. */
async function carriedOut(request: Parameters<Parameters<typeof checkDemo>[1]>[0]): Promise<DemoRun> {
  const slot = slotOf(request)
  if (!slot) throw new Error(`There is no slot ${request.slot} of ${request.part}.`)
  const { values } = await collectRun(slot.key, request.params, request.seed)
  return {
    hasCompleted: true,
    steps: slot.ask(request.params).totalSteps,
    values: Object.fromEntries(values),
  }
}

it.each(shipped)(
  '%s is played to its end: every wait is met, every caption has its numbers',
  // Networks are trained, on a machine that may be busy with other tests.
  { timeout: 120_000 },
  async (_, text) => {
    const checked = await checkDemo(readDemo(text), carriedOut)
    expect(checked.filter(({ problem }) => problem !== null)).toEqual([])
  },
)

const demo = (...steps: readonly unknown[]): string =>
  JSON.stringify({ format: demoFormat, title: 't', about: 'a', minutes: 1, steps })
const open = { do: 'open', part: '1b' }
const start = { do: 'start', seed: 1 }

it.each([
  ['no JSON', '{', /not JSON/],
  ['a newer format', JSON.stringify({ format: 3, steps: 'of another form' }), /format 3.*newer version/],
  ['an unknown step', demo(open, { do: 'dance' }), /step 2, field do/],
  ['a wrong field', demo(open, { do: 'start', seed: -1 }), /step 2, field seed/],
  ['a field that is none', demo(open, { ...start, script: 'alert(1)' }), /step 2.*script/],
  ['no steps', demo(), /field steps/],
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
  const found = (await checkDemo(read, carriedOut)).filter(({ problem }) => problem !== null)
  expect(found).toEqual([expect.objectContaining({ step: at, problem: expect.stringMatching(message) })])
})
