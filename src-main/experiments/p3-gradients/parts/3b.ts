import { choice, list, number } from '#contract/fields.ts'
import { definePart, slot } from '../../part.ts'
import { prediction } from '../../prediction.ts'
import { guidance } from '../guidance.ts'
import { unitDistributions } from '../distributions.ts'
import { kernelSide } from '../fields.ts'
import { answer3b } from '../scaling-answer.ts'
import { imageSides, scalingRefusal, scalingWarnings, trainScaling } from '../scaling-training.ts'
import { scalingValues } from '../pure/scaling-values.ts'

const distributions = (['normal', 'uniform', 'exponential', 'sign'] as const).map((value) => ({
  value,
  label: unitDistributions[value].label,
}))

const fields = {
  kernelSide,
  sizes: list({
    label: 'Image sides n',
    help: 'One Monte Carlo estimate for each side, smallest first; repeated sides count once.',
    default: [6, 8, 12, 16, 24, 32, 48, 64],
    min: 1,
    max: 128,
    minLength: 2,
    maxLength: 20,
  }),
  draws: number({
    label: 'Draws',
    help: 'Number of independent pairs of X and dY drawn for each image side.',
    default: 1000,
    min: 50,
    max: 100_000,
    integer: true,
    scale: 'log',
  }),
  imageDistribution: choice({
    label: 'Distribution of x',
    help: 'All have mean 0 and differ only in shape; the variance of dw does not depend on the shape.',
    default: 'exponential',
    options: distributions,
  }),
  imageSigma: number({
    label: 'Standard deviation of x',
    help: 'The handout’s sigma_x.',
    default: 0.7,
    min: 0.001,
    max: 1000,
    scale: 'log',
  }),
  gradientDistribution: choice({
    label: 'Distribution of dy',
    help: 'Distribution of the upstream gradient; independent of x, mean 0.',
    default: 'sign',
    options: distributions,
  }),
  gradientSigma: number({
    label: 'Standard deviation of dy',
    help: 'The handout’s sigma_g.',
    default: 1.3,
    min: 0.001,
    max: 1000,
    scale: 'log',
  }),
}

const question = String.raw`The entries of $X$ and $dY$ are independent, with mean 0 and variances $\sigma_x^2$ and $\sigma_g^2$. Find the mean and the variance of each entry of $dw$ from $n$, $k$, $\sigma_x$ and $\sigma_g$. How does its standard deviation grow with $n$?`

/** Powers of the side by which the standard deviation may grow. */
const powers = { none: 0, root: 0.5, linear: 1, square: 2 } as const

const whatHappens = prediction({
  question: 'An image twice as wide and high: what happens to the standard deviation of an entry of $dw$?',
  choices: {
    none: 'It stays the same.',
    root: String.raw`It grows by $\sqrt 2$.`,
    linear: 'It doubles.',
    square: 'It grows fourfold.',
  },
  outcome(run) {
    const slope = scalingValues.slope.of(run)
    if (slope === null) return null
    const away = (power: keyof typeof powers): number => Math.abs(slope - powers[power])
    return (['none', 'root', 'linear', 'square'] as const).reduce((a, b) => (away(b) < away(a) ? b : a))
  },
})

export const part = definePart({
  id: '3b',
  title: 'How the gradient grows with the image',
  shortTitle: 'Larger images',
  question,
  asks: [{ id: '', text: question, ...guidance['3b'] }],
  slots: {
    main: slot({
      title: 'How the gradient grows with the image',
      trainedBy: 'typescript',
      defaultsAre: 'ours',
      fields,
      // A step is an image side n.
      series: [
        { id: 'deviation', label: 'Standard deviation of dw', unit: '', role: 'training' },
        { id: 'deviationTheory', label: 'Standard deviation, derived', unit: '', role: 'theory' },
        { id: 'variance', label: 'Variance of dw', unit: '', role: 'training' },
        { id: 'varianceTheory', label: 'Variance, derived', unit: '', role: 'theory' },
        { id: 'mean', label: 'Mean of dw', unit: '', role: 'weight' },
      ],
      values: Object.values(scalingValues),
      tracks: () => ['sizes'],
      steps: (params) => imageSides(params).at(-1) ?? 0,
      refusal: scalingRefusal,
      warnings: scalingWarnings,
      train: trainScaling,
      answers: { '': answer3b },
      prediction: whatHappens,
    }),
  },
})
