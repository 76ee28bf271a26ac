/**
 * How a part of the homework declares itself: its question and what it asks, its slots (the runs that answer it), what
 * each can be asked, what it logs and measures, how it trains, and hint, steps and reference answer to everything asked.
 * Page, terminal, run library and tests read this one declaration.
 */
import type { Trains } from '#contract/devices.ts'
import { namedFields, type Fields, type NamedField, type Params, type ParamsOf } from '#contract/fields.ts'
import { firstProblem, ParamsError, paramProblems, type Refusal } from '#contract/params.ts'
import { slotKey } from '#contract/runs.ts'
import type { Values } from '#contract/samples.ts'
import type { SeriesDeclaration } from '#contract/series.ts'
import type { ValueDeclaration } from '#contract/values.ts'
import type { ApartContext, ApartEvent, Json } from './apart.ts'
import { answerText, type ReferenceAnswer } from './answer-text.ts'
import type { Guidance } from './guidance.ts'
import type { Choice, Prediction } from './prediction.ts'
import type { NetworkToTrain, TrainContext, TrainEvent } from './train.ts'

/** One thing that a part asks: "i", "ii" ...; "" where it asks a single thing. Hint and steps lead to its answer. */
export interface Ask extends Guidance {
  readonly id: string
  /** In our own words; plain text with formulas in TeX between dollar signs. */
  readonly text: string
  readonly isOptional?: boolean
}

/**
 * What trains a slot: plain TypeScript in the run's own process; an engine there; an engine in jobs apart, each in a
 * process that has done nothing before; or in jobs side by side, whose processes may be started before they are known.
 */
export type TrainedBy = 'typescript' | 'engine' | 'jobs-apart' | 'jobs-side-by-side'

/** What an engine must be able to train for a slot. */
export const trainsOf = {
  typescript: 'arrays',
  engine: 'networks',
  'jobs-apart': 'networks',
  'jobs-side-by-side': 'networks',
} satisfies Record<TrainedBy, Trains>

type Events = Iterable<TrainEvent> | AsyncIterable<TrainEvent>
export type JobEvents = AsyncIterable<ApartEvent | { readonly type: 'result'; readonly result: Json }>

interface SlotSpec<P> {
  /** Names the runs of this slot. */
  readonly title: string
  /** What the buttons of a slot beside `main` call it ("search"), and what it is for. */
  readonly name?: string
  readonly question?: string
  readonly trainedBy: TrainedBy
  /** Whose numbers its defaults are; "ours" where the handout gives none. Default: the homework's. */
  readonly defaultsAre?: 'homework' | 'ours'
  /** Series that its runs log, in the order drawn. */
  readonly series: readonly SeriesDeclaration[]
  readonly values: readonly ValueDeclaration[]
  /** The tracks (parallel trainings of a run) that it logs with these parameters. */
  tracks(params: P): readonly string[]
  /** Those of the tracks whose samples are no steps but what was measured between them (the validation of an epoch). */
  measuredBetween?(params: P): readonly string[]
  /** Steps of all other tracks together, for the time left; each track ends at its last sample's `step`. */
  steps(params: P): number
  /** What steps are called where they are not single updates of the weights, in the plural ("epochs"). */
  readonly stepUnit?: string
  /** What is wrong between parameters each of which is fine alone; the run is refused for it. */
  refusal?(params: P): Refusal | null
  /** What the student should know before pressing Run; one sentence each. */
  warnings?(params: P): readonly string[]
  /** What is good to know and no reason to worry (the time to expect); one sentence each. */
  notes?(params: P): readonly string[]
  /** What to say before a run that would not fit into the bytes that are free where it trains; null where it fits. */
  fitWarning?(params: P, availableBytes: number): string | null
  /** What the engine of this slot is chosen for, if `train` opens one itself: its heaviest network. */
  network?(params: P): NetworkToTrain
  /** The run: yields what it logs and measures. The consumer ends the iteration when the run is stopped. */
  train(context: TrainContext, params: P): Events
  /** Carries out one job of `context.apart`; the `result` comes last, once. */
  job?(context: ApartContext, params: P): JobEvents
  /**
   * The reference answers that this slot's run gives, by what is asked: paragraphs, a pure function of what was measured
   * and the parameters. May throw MissingValue.
   */
  readonly answers: Readonly<Record<string, (values: Values, params: P) => readonly string[]>>
  /** What an audience is asked before the run. */
  readonly prediction?: Prediction<P>
}

/** A slot as it stands in a part's declaration. */
export interface SlotDeclaration<P> {
  bind(part: string, id: string): Slot<P>
}

/** A slot with parameters that were accepted: everything about them is typed within. */
export interface Asked {
  readonly slot: Slot
  readonly params: Params
  readonly tracks: readonly string[]
  /** Those of them whose samples are no steps. */
  readonly measuredBetween: readonly string[]
  readonly totalSteps: number
  warnings(): readonly string[]
  notes(): readonly string[]
  fitWarning(availableBytes: number): string | null
  /** The id of the choice of the slot's prediction that came true; null where none did, or none is declared. */
  outcome(values: Values): string | null
  /** What its engine is chosen for; null if jobs open it, or none is opened. */
  readonly network: NetworkToTrain | null
  train(context: TrainContext): Events
  /** Throws an Error where the slot has no jobs. */
  job(context: ApartContext): JobEvents
  /** The reference answer to one thing asked, or the sentence that says what it waits for. */
  answer(ask: string, values: Values): ReferenceAnswer
}

/** One of the runs that answer a part. */
export interface Slot<P = unknown> {
  readonly part: string
  /** "main", "search" ... */
  readonly id: string
  /** Unique among all slots: the part's id, with the slot's behind a hyphen where it is not main ("4c-search"). */
  readonly key: string
  readonly title: string
  readonly name: string | null
  readonly question: string | null
  readonly trainedBy: TrainedBy
  readonly defaultsAre: 'homework' | 'ours'
  readonly fields: readonly NamedField[]
  /** What its form opens with, and the homework's own setting (the same object where they are equal). */
  readonly defaults: Params
  readonly homework: Params
  readonly series: readonly SeriesDeclaration[]
  readonly values: readonly ValueDeclaration[]
  readonly stepUnit: string
  /** Ids of what it answers. */
  readonly answered: readonly string[]
  /** What an audience is asked before the run; null: nothing. */
  readonly prediction: { readonly question: string; readonly choices: readonly Choice[] } | null
  /** What is wrong with these parameters, by field, each called by `nameOf` (its label unless given). */
  problems(params: Params, nameOf?: (field: NamedField) => string): Readonly<Record<string, string>>
  /** Checks `given` and fills what is missing from the defaults. Throws ParamsError naming the first field at fault. */
  ask(given: Readonly<Record<string, unknown>>): Asked
  /** The parameters with their types. Throws ParamsError as `ask` does. */
  typed(given: Readonly<Record<string, unknown>>): P
}

/** Declares a slot; its parameters are typed by its fields. */
export function slot<const F extends Fields>(
  spec: { readonly fields: F } & SlotSpec<ParamsOf<NoInfer<F>>>,
): SlotDeclaration<ParamsOf<F>> {
  return { bind: (part, id) => bindSlot(spec, part, id) }
}

function bindSlot<F extends Fields>(
  spec: { readonly fields: F } & SlotSpec<ParamsOf<F>>,
  part: string,
  id: string,
): Slot<ParamsOf<F>> {
  type P = ParamsOf<F>
  const fields = namedFields(spec.fields)
  const defaults: Params = Object.fromEntries(fields.map((field) => [field.name, field.default]))
  const isShort = fields.some((field) => field.homework !== undefined)
  const key = slotKey({ part, slot: id })

  const problems: Slot['problems'] = (params, nameOf) => {
    const found = paramProblems(fields, params, nameOf)
    if (Object.keys(found).length > 0) return found
    // Every field has been checked, so this is what the fields describe.
    const refusal = spec.refusal?.(params as P)
    return refusal ? { [refusal.field]: refusal.message } : {}
  }
  const typed = (given: Readonly<Record<string, unknown>>): P => {
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(defaults, name))
    if (unknown !== undefined)
      throw new ParamsError(
        unknown,
        `There is no parameter "${unknown}" in ${key}; there are ${Object.keys(defaults).join(', ') || 'none'}.`,
      )
    const params = { ...defaults, ...given } as Params
    const problem = firstProblem(problems(params, ({ label, name }) => `${label} (${name})`))
    if (problem) throw new ParamsError(problem.field, problem.message)
    return params as P
  }

  const bound: Slot<P> = {
    part,
    id,
    key,
    title: spec.title,
    name: spec.name ?? null,
    question: spec.question ?? null,
    trainedBy: spec.trainedBy,
    defaultsAre: spec.defaultsAre ?? 'homework',
    fields,
    defaults,
    homework: isShort
      ? Object.fromEntries(fields.map((field) => [field.name, field.homework ?? field.default]))
      : defaults,
    series: spec.series,
    values: spec.values,
    stepUnit: spec.stepUnit ?? 'steps',
    answered: Object.keys(spec.answers),
    prediction: spec.prediction ?? null,
    problems,
    typed,
    ask: (given) => askOf(spec, bound, typed(given)),
  }
  return bound
}

function askOf<P>(spec: SlotSpec<P>, bound: Slot<P>, params: P): Asked {
  return {
    slot: bound,
    params: params as Params,
    tracks: spec.tracks(params),
    measuredBetween: spec.measuredBetween?.(params) ?? [],
    totalSteps: spec.steps(params),
    warnings: () => spec.warnings?.(params) ?? [],
    notes: () => spec.notes?.(params) ?? [],
    fitWarning: (availableBytes) => spec.fitWarning?.(params, availableBytes) ?? null,
    outcome: (values) => spec.prediction?.outcome(values, params) ?? null,
    network: spec.network?.(params) ?? null,
    train: (context) => spec.train(context, params),
    job: (context) => {
      if (!spec.job) throw new Error(`${bound.key} declares no job.`)
      return spec.job(context, params)
    },
    answer: (ask, values) => answerText(spec.answers[ask], bound.values, values, params),
  }
}

interface PartSpec {
  /** "4c". */
  readonly id: string
  readonly title: string
  /** For lists with little room: what tells it from the parts beside it; absent: the title is short. */
  readonly shortTitle?: string
  /** What the part is about; what it asks follows in `asks`. */
  readonly question: string
  readonly asks: readonly Ask[]
  readonly isOptional?: boolean
}

/** A part with its slots by name. */
export interface Part<
  S extends Readonly<Record<string, Slot>> = Readonly<Record<string, Slot>>,
> extends PartSpec {
  readonly slots: S
  /** The same, main first. */
  readonly slotList: readonly Slot[]
}

type Bound<S> = { readonly [N in keyof S]: S[N] extends SlotDeclaration<infer P> ? Slot<P> : never }

/** Declares a part. Throws an Error where what it asks and what its slots answer do not meet. */
export function definePart<const S extends Readonly<Record<string, SlotDeclaration<unknown>>>>(
  spec: PartSpec & { readonly slots: S },
): Part<Bound<S>> {
  const slots = Object.fromEntries(
    Object.entries(spec.slots).map(([id, declaration]) => [id, declaration.bind(spec.id, id)]),
  ) as Bound<S>
  const slotList: readonly Slot[] = Object.values(slots)
  const answered = slotList.flatMap((each) => each.answered)
  for (const { id } of spec.asks)
    if (answered.filter((each) => each === id).length !== 1)
      throw new Error(
        `${spec.id} asks (${id}) and ${answered.includes(id) ? 'more than one slot answers' : 'no slot answers'} it.`,
      )
  const unasked = answered.find((each) => !spec.asks.some(({ id }) => id === each))
  if (unasked !== undefined) throw new Error(`${spec.id} answers (${unasked}), which it does not ask.`)
  return { ...spec, slots, slotList }
}
