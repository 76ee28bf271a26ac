import { contextAnswers } from '../context-answers.ts'
import { contextTrack, readContext } from '../context-reading.ts'
import * as shared from '../fields.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { contextValues } from '../pure/context-values.ts'
import { expectationNotes, expectationWarnings, fitWarningOf } from '../pure/expectations.ts'
import { contextExpectation } from '../part-expectations.ts'
import { takeReading } from '../reading-job.ts'
import { stepSeries } from '../series.ts'

export const part = definePart({
  id: '5a',
  title: 'The network, the GPU and the context',
  shortTitle: 'Network and GPU',
  question:
    'Before you train ResNet-152 on CIFAR-10, find out what you are working with: how large the network is, which GPU trains it, and what merely loading it costs.',
  asks: [
    {
      id: 'i',
      text: 'How many trainable parameters does ResNet-152 have, and how large is it in MB?',
      ...guidance['5a'].i,
    },
    { id: 'ii', text: 'Which GPU do you use, and how much memory does it have?', ...guidance['5a'].ii },
    {
      id: 'iii',
      text: 'With the network loaded, how much memory is in use beyond its parameters (the overhead of the CUDA context)?',
      ...guidance['5a'].iii,
    },
  ],
  slots: {
    main: slot({
      title: 'Parameters, GPU and context',
      fields: {
        model: { ...shared.model, default: 'resnet152' },
        stem: shared.stem,
        side: { ...shared.side, default: 32 },
        batchSize: shared.batchSize,
        optimizer: { ...shared.optimizer, default: 'sgd' },
        learningRate: shared.learningRate,
        steps: shared.steps,
        dataset: shared.dataset,
      },
      trainedBy: 'jobs-apart',
      series: stepSeries,
      values: contextValues,
      tracks: () => [contextTrack],
      steps: (p) => p.steps,
      warnings: (p) => expectationWarnings(contextExpectation(p), p),
      notes: (p) => expectationNotes(contextExpectation(p)),
      fitWarning: (p, availableBytes) => fitWarningOf(contextExpectation(p), availableBytes),
      train: readContext,
      job: takeReading,
      answers: contextAnswers,
    }),
  },
})
