/** A demo: what a lecturer shows, step by step, as a file of data. It holds no code and no measured number. */
import { z } from 'zod'
import {
  isSameRequest,
  paramsRecordSchema,
  seedSchema,
  stepsPerSecondSchema,
  type RequestedNumbers,
} from './runs.ts'

/** Rises when a file of this version would not be understood by an earlier one. */
export const demoFormat = 3

/** How the name of a file ends that is opened as a demo; those that ship are plain JSON as well. */
export const demoEnding = '.labdemo'
/** Bytes of the file. */
export const mostDemoBytes = 32 * 2 ** 20
/** Characters of all stored runs of a demo, in base64. */
const mostStored = 24 * 2 ** 20

const name = z.string().min(1).max(200)
/** In how many seconds a run can be played again. */
export const playSeconds = [10, 30, 60] as const
export type PlaySeconds = (typeof playSeconds)[number]
const playSecondsSchema = z.literal(playSeconds)
/** Seconds that something is shown. */
const seconds = z.number().min(0).max(600)

/** What a demo waits for; of the shown run, unless it is a press or the time. */
const waitSchema = z.union([
  z.strictObject({ press: z.literal(true) }),
  z.strictObject({ seconds }),
  z.strictObject({ end: z.literal(true) }),
  /** So many steps (or epochs: what the run bar counts). */
  z.strictObject({ steps: z.int().positive() }),
  /** Epochs, of a slot that counts in them. */
  z.strictObject({ epochs: z.int().positive() }),
  /** A measured value, by its id. */
  z.strictObject({ value: name }),
])

const stepSchema = z.discriminatedUnion('do', [
  /** Shows a slot of a part, with its usual setting. */
  z.strictObject({ do: z.literal('open'), part: name, slot: name.default('main') }),
  /** Shows a page of the lab that is no part: the homework log, the worksheet, the runs. From format 3 on. */
  z.strictObject({ do: z.literal('visit'), page: z.enum(['log', 'worksheet', 'runs']) }),
  /** Goes to the slide of this title. */
  z.strictObject({ do: z.literal('show'), slide: name }),
  /** A caption: Markdown with formulas, and {{1e.w1}} for a value of the shown run; it stays until the next. */
  z.strictObject({ do: z.literal('say'), text: z.string().max(2000) }),
  z.strictObject({ do: z.literal('set'), fields: paramsRecordSchema }),
  z.strictObject({
    do: z.literal('start'),
    seed: seedSchema,
    stepsPerSecond: stepsPerSecondSchema.default(null),
    /**
     * The run that this start led to once, by its name in `runs`: it is played in so many seconds, so that nobody waits
     * for a long training. From format 3 on.
     */
    stored: z.strictObject({ run: name, seconds: playSecondsSchema }).exactOptional(),
  }),
  z.strictObject({ do: z.literal('wait'), for: waitSchema }),
  /** The shown run stays on the charts beside those that are started after it in this part. From format 2 on. */
  z.strictObject({ do: z.literal('overlay') }),
  /** Points at what has this name on the slide; null: at nothing any more. */
  z.strictObject({ do: z.literal('point'), at: name.nullable() }),
  /** Plays the shown run again from its beginning, in so many seconds; the next step waits for its end. */
  z.strictObject({ do: z.literal('play'), seconds: playSecondsSchema }),
  /** What a press would show next on this slide: what happened, a hint, a step, an answer. */
  z.strictObject({ do: z.literal('reveal') }),
])
export type DemoStep = z.infer<typeof stepSchema>

const wholeSchema = z.strictObject({
  format: z.int().min(1).max(demoFormat),
  title: name,
  /** A sentence on what it shows. */
  about: name,
  /** At speaking pace. */
  minutes: z.number().positive().max(60),
  /** Replay files (.labrun) that travel with it, by name, in base64. From format 3 on. */
  runs: z
    .record(name, z.base64().min(1))
    .refine(
      (runs) => Object.values(runs).reduce((sum, { length }) => sum + length, 0) <= mostStored,
      'the stored runs are too large together',
    )
    .exactOptional(),
  steps: z.array(stepSchema).min(1).max(500),
})
export type Demo = z.infer<typeof wholeSchema>

const demoSchema = wholeSchema.superRefine(({ steps, runs = {} }, context) => {
  for (const [index, step] of steps.entries()) {
    if (step.do !== 'start' || !step.stored || Object.hasOwn(runs, step.stored.run)) continue
    const message = `no run “${step.stored.run}” travels with it`
    context.addIssue({ code: 'custom', path: ['steps', index, 'stored'], message })
  }
})

/** A file is no demo of this lab; the message says which step and field, and what to do. */
export class DemoError extends Error {}

const stepNumber = (path: readonly PropertyKey[]): number | null =>
  path[0] === 'steps' && typeof path[1] === 'number' ? path[1] + 1 : null

/** Where in the file something is wrong: "Step 3, field seed". */
function placeOf(path: readonly PropertyKey[]): string {
  const step = stepNumber(path)
  const field = (step === null ? path : path.slice(2)).map(String).join('.')
  return [step === null ? [] : `step ${step}`, field === '' ? [] : `field ${field}`].flat().join(', ')
}

/** Reads a demo from the text of its file. Throws DemoError. */
export function readDemo(text: string): Demo {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new DemoError(`This is no demo: it is not JSON (${error instanceof Error ? error.message : ''}).`)
  }
  const format = z.object({ format: z.number() }).safeParse(json)
  if (format.success && format.data.format > demoFormat)
    throw new DemoError(
      `This demo is of format ${format.data.format}, and this lab reads up to ${demoFormat}; use a newer version of the lab.`,
    )
  const read = demoSchema.safeParse(json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const place = placeOf(issue?.path ?? [])
  throw new DemoError(
    `This demo cannot be read${place === '' ? '' : ` at ${place}`}: ${issue?.message ?? ''}.`,
  )
}

/** A stored run, a replay file in base64. Throws DemoError where none of this name travels with the demo. */
export function storedRun({ runs }: Pick<Demo, 'runs'>, name: string): string {
  const text = runs && Object.hasOwn(runs, name) ? runs[name] : undefined
  if (text === undefined) throw new DemoError(`No run “${name}” travels with this demo.`)
  return text
}

/** Throws DemoError if the stored run of this name was made with other settings than the step that shows it asks for. */
export function refuseOtherRun(name: string, made: RequestedNumbers, asked: RequestedNumbers): void {
  if (isSameRequest(made, asked)) return
  throw new DemoError(`The stored run “${name}” was made with other settings than this step asks for.`)
}

const link = /\{\{\s*([\w.-]+)\s*\}\}/g

/** The ids of the values that a caption quotes. */
export const quotedIn = (text: string): readonly string[] =>
  [...text.matchAll(link)].flatMap(([, id]) => id ?? [])

/** A caption with its values in their places. */
export const captionWith = (text: string, valueOf: (id: string) => string): string =>
  text.replace(link, (_, id: string) => valueOf(id))
