import { optimizerAnswers } from '../optimizer-answers.ts'
import * as shared from '../fields.ts'
import { readOptimizers } from '../optimizer-readings.ts'
import { definePart, slot } from '../../part.ts'
import { prediction } from '../../prediction.ts'
import { guidance } from '../guidance.ts'
import { expectationNotes, expectationWarnings, fitWarningOf } from '../pure/expectations.ts'
import { measuredMiB, optimizerValues } from '../pure/optimizer-values.ts'
import { optimizerNames } from '../pure/optimizers.ts'
import { optimizersExpectation } from '../part-expectations.ts'
import { takeReading } from '../reading-job.ts'
import { stepSeries } from '../series.ts'

const whatHappens = prediction({
  question: 'The same network, the same batch, three optimizers: which training holds the most memory?',
  choices: {
    sgd: 'SGD.',
    momentum: 'SGD with momentum.',
    adam: 'Adam.',
    equal: 'All hold about the same: less than 2 % apart.',
  },
  outcome(run) {
    const measured = optimizerNames.map((name) => ({ name, amount: measuredMiB[name].of(run) }))
    const amounts = measured.flatMap(({ amount }) => amount ?? [])
    if (amounts.length < measured.length) return null
    const most = Math.max(...amounts)
    if (Math.min(...amounts) > 0.98 * most) return 'equal'
    return measured.find(({ amount }) => amount === most)?.name ?? null
  },
})

export const part = definePart({
  id: '5b',
  title: 'Memory of the optimizers',
  shortTitle: 'Optimizer memory',
  question:
    'Training holds more than the weights: gradients, the activations that the backward pass needs, and whatever the optimizer remembers. Train the same network with three optimizers and compare.',
  asks: [
    {
      id: 'i',
      text: 'How much memory does training take in all with SGD, with SGD with momentum and with Adam?',
      ...guidance['5b'].i,
    },
    { id: 'ii', text: 'Which optimizer needs the most memory, and why?', ...guidance['5b'].ii },
  ],
  slots: {
    main: slot({
      title: 'Memory of the three optimizers',
      fields: {
        model: { ...shared.model, default: 'resnet50', homework: 'resnet152' },
        stem: shared.stem,
        side: shared.side,
        batchSize: shared.batchSize,
        learningRate: shared.learningRate,
        steps: shared.steps,
        dataset: shared.dataset,
      },
      trainedBy: 'jobs-apart',
      series: stepSeries,
      values: optimizerValues,
      tracks: () => optimizerNames,
      steps: (p) => optimizerNames.length * p.steps,
      warnings: (p) => expectationWarnings(optimizersExpectation(p), p),
      notes: (p) => expectationNotes(optimizersExpectation(p)),
      fitWarning: (p, availableBytes) => fitWarningOf(optimizersExpectation(p), availableBytes),
      train: readOptimizers,
      job: takeReading,
      answers: optimizerAnswers,
      prediction: whatHappens,
    }),
  },
})
