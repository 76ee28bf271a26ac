/** What to know before pressing Run; one sentence each. */
import { wholeNumbers, type SweepPlan } from './pure/cells.ts'
import { agree } from '#text/words.ts'

/** From this learning rate on, with momentum 0.9, these networks often end at chance or diverge. */
const largeRate = 0.1

/** A list of a form: its label, what it is set to, and whether its numbers are whole. */
interface SweptList {
  readonly field: { readonly label: string }
  readonly values: readonly number[]
  readonly isWhole: boolean
  /** Numbers that are trained already, whatever the list says. */
  readonly besides?: readonly number[]
}

/** Numbers of a list that will be rounded, and those that are listed more than once. */
export function listWarnings(lists: readonly SweptList[]): string[] {
  const rounded = lists.flatMap(({ field, values, isWhole }) => {
    const broken = isWhole ? values.filter((value) => !Number.isInteger(value)) : []
    return broken.length > 0
      ? [`${field.label}: ${broken.join(', ')} will be rounded to ${wholeNumbers(broken).join(', ')}.`]
      : []
  })
  const repeated = lists.flatMap(({ field, values, isWhole, besides = [] }) => {
    const entries = isWhole ? values.map(Math.round) : values
    const again = entries.filter((value, at) => entries.indexOf(value) < at || besides.includes(value))
    const each = [...new Set(again)]
    return each.length > 0
      ? [
          `${field.label}: ${each.join(', ')} ${agree(each.length, 'is', 'are')} listed more than once and trained once.`,
        ]
      : []
  })
  return [...rounded, ...repeated]
}

/** Kernels of even size, which cannot be centred. */
export function evenKernelWarnings({ cells }: SweepPlan): string[] {
  const even = cells.filter(({ network, kernel }) => network !== 'mlp' && kernel % 2 === 0)
  const sizes = [...new Set(even.map(({ kernel }) => kernel))]
  return sizes.length > 0
    ? [
        `A kernel of even size (${sizes.join(', ')}) cannot be centred: each convolution makes the image one pixel smaller, so a pixel at one border is lost; odd sizes lose none.`,
      ]
    : []
}

/** A batch that holds more than all training images. */
export function largeBatchWarnings({ cells, data }: SweepPlan): string[] {
  const classes = data.classes.length
  const large = cells.find((cell) => cell.batchSize > cell.perClass * classes)
  return large
    ? [
        `A batch of ${large.batchSize} is larger than the ${large.perClass * classes} training images of ${large.perClass} a class, so each epoch is one step with all of them.`,
      ]
    : []
}

/** A learning rate that these networks seldom stand. */
export const learningRateWarnings = (learningRate: number): string[] =>
  learningRate >= largeRate
    ? [
        `With a learning rate of ${learningRate} these networks often end at chance or diverge; use less than ${largeRate}.`,
      ]
    : []

/** Those of every sweep over numbers of training images. */
export const sweepWarnings = (
  plan: SweepPlan,
  lists: readonly SweptList[],
  { learningRate }: { readonly learningRate: number },
): string[] => [
  ...listWarnings(lists),
  ...evenKernelWarnings(plan),
  ...largeBatchWarnings(plan),
  ...learningRateWarnings(learningRate),
]
