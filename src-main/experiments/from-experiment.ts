/** Parts of problems that still declare presets: each preset becomes a slot. Gone when the last of them has parts. */
import { tracksOf, type Experiment, type Params, type Preset } from '#contract/experiment.ts'
import { presetParams } from '#contract/params.ts'
import type { Fields } from '#contract/fields.ts'
import type { Values } from '#contract/samples.ts'
import type { ReferenceAnswer } from './answer-text.ts'
import type { TrainApart } from './apart.ts'
import { definePart, slot, type Part, type SlotDeclaration, type TrainedBy } from './part.ts'
import type { Problem } from './problem.ts'
import type { Train } from './train.ts'

export interface EarlierProblem {
  readonly definition: Experiment
  readonly referenceAnswer: (part: string, values: Values, params: Params) => ReferenceAnswer
}
export interface EarlierTrainers {
  readonly train: Train
  readonly trainApart?: TrainApart
}

const slotId = (preset: Preset): string =>
  preset.id === preset.part ? 'main' : preset.id.slice(preset.part.length + 1)

function trainedBy({ isTrainedByEngine, isTrainedApart, isTrainedSideBySide }: Preset): TrainedBy {
  if (isTrainedByEngine !== true) return 'typescript'
  if (isTrainedSideBySide === true) return 'jobs-side-by-side'
  return isTrainedApart === true ? 'jobs-apart' : 'engine'
}

function fieldsOf(definition: Experiment, preset: Preset, homework: Params): Fields {
  const defaults = presetParams(definition, preset)
  return Object.fromEntries(
    definition.fields
      .filter(({ onlyFor }) => onlyFor === undefined || onlyFor.includes(preset.id))
      .map((field) => [
        field.name,
        {
          ...field,
          default: defaults[field.name],
          ...(field.name in homework ? { homework: homework[field.name] } : {}),
        },
      ]),
  ) as Fields
}

function slotOf(
  { definition, referenceAnswer }: EarlierProblem,
  preset: Preset,
  homework: Params,
  trainers: EarlierTrainers | null,
): SlotDeclaration<unknown> {
  const all = presetParams(definition, preset)
  /** The parameters that the earlier declarations expect: those of every preset's fields. */
  const whole = (params: Params): Params => ({ ...all, ...params })
  const { train, trainApart } = trainers ?? {}
  return slot({
    title: preset.title,
    ...(preset.name === undefined ? {} : { name: preset.name }),
    ...(preset.question === undefined ? {} : { question: preset.question }),
    fields: fieldsOf(definition, preset, homework),
    trainedBy: trainedBy(preset),
    series: definition.series.filter(({ id }) => preset.series.includes(id)),
    values: definition.values.filter(({ id }) => preset.values.includes(id)),
    ...(definition.stepUnit === undefined ? {} : { stepUnit: definition.stepUnit }),
    tracks: (params) => tracksOf(preset, whole(params)),
    steps: (params) => definition.totalSteps(whole(params), preset.id),
    refusal: (params) => definition.refusal?.(whole(params), preset.id) ?? null,
    warnings: (params) => definition.warnings(whole(params), preset.id),
    notes: (params) => definition.notes?.(whole(params), preset.id) ?? [],
    fitWarning: (params, bytes) => definition.fitWarning?.(whole(params), preset.id, bytes) ?? null,
    train: (context, params) => {
      if (!train) throw new Error('Trainers of earlier declarations are known in the trainer process only.')
      return train({ ...context, params: whole(params), preset: preset.id })
    },
    job: (context, params) => {
      if (!trainApart) throw new Error(`${definition.id} exports no trainApart.`)
      return trainApart({ ...context, params: whole(params), preset: preset.id })
    },
    answers:
      preset.id === preset.part
        ? { '': (values, params) => referenceAnswer(preset.part, values, whole(params)).paragraphs }
        : {},
  })
}

/** The problem of an earlier declaration; `trainers` null where only the declaration is needed. */
export function fromExperiment(earlier: EarlierProblem, trainers: EarlierTrainers | null): Problem {
  const { definition } = earlier
  const { id, problem, title, summary, presets } = definition
  const parts = definition.parts.map((declared): Part => {
    const own = presets.filter((preset) => preset.part === declared.id && !preset.id.endsWith('-homework'))
    const homework = presets.find((preset) => preset.id === `${declared.id}-homework`)?.params
    const slots = own.map((preset) => [
      slotId(preset),
      slotOf(earlier, preset, homework ?? preset.homework ?? {}, trainers),
    ])
    return definePart({
      id: declared.id,
      title: declared.title,
      question: declared.question,
      asks: [{ id: '', text: declared.question }],
      ...(declared.isOptional === undefined ? {} : { isOptional: declared.isOptional }),
      slots: Object.fromEntries(slots) as Record<string, SlotDeclaration<unknown>>,
    })
  })
  return { id, number: problem, title, summary, parts }
}
