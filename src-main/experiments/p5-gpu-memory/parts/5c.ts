import { list, number } from '#contract/fields.ts'
import { batchAnswers } from '../batch-answers.ts'
import { trainBatchSize } from '../batch-job.ts'
import { trainBatches } from '../batch-training.ts'
import * as shared from '../fields.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { batchSizesOf, batchTrack, epochsTrack, stepsPerEpoch } from '../pure/batch-sizes.ts'
import { batchValues, searchValues } from '../pure/batch-values.ts'
import { expectationNotes, expectationWarnings, fitWarningOf } from '../pure/expectations.ts'
import { attemptStepsTrack, attemptsTrack } from '../pure/search-tracks.ts'
import { takeReading } from '../reading-job.ts'
import { findLargest } from '../search.ts'
import { attemptSeries, epochSeries, stepSeries } from '../series.ts'
import { batchesExpectation, batchSizeWarnings, searchExpectation } from '../part-expectations.ts'

export const part = definePart({
  id: '5c',
  title: 'Memory, time and accuracy against the batch size',
  shortTitle: 'Batch size',
  question:
    'Train ResNet-18 on a subset of CIFAR-10 with several batch sizes, each with the homework’s learning rate for it, and compare memory, time and accuracy.',
  asks: [
    {
      id: 'i',
      text: 'How much memory do batches of 4, 16, 64 and 256 images take, and what is the largest batch that can be trained?',
      ...guidance['5c'].i,
    },
    {
      id: 'ii',
      text: 'Which batch size has the highest accuracy after the last epoch (the homework trains 10)?',
      ...guidance['5c'].ii,
    },
    { id: 'iii', text: 'Which batch size completes its epochs fastest, and why?', ...guidance['5c'].iii },
    {
      id: 'iv',
      text: 'Plot accuracy against wall time for the batch sizes. What does the plot show?',
      ...guidance['5c'].iv,
    },
  ],
  slots: {
    main: slot({
      title: 'Memory, time and accuracy against the batch size',
      fields: {
        model: shared.model,
        stem: shared.stem,
        side: { ...shared.side, default: 32 },
        batchSizes: list({
          label: 'Batch sizes',
          help: 'Each is trained in a new process. A batch size that does not fit is recorded as out of memory.',
          default: [4, 16, 64, 256],
          min: 1,
          max: 4096,
          minLength: 1,
          maxLength: 12,
          isSweep: true,
        }),
        optimizer: shared.optimizer,
        steps: {
          ...shared.steps,
          help: 'Training steps of the memory reading, before the epochs; training then starts again from the initial weights.',
        },
        trainImages: shared.trainImages,
        epochs: number({
          label: 'Epochs',
          help: 'Number of passes over the subset in each training; the homework uses 10.',
          default: 2,
          homework: 10,
          min: 1,
          max: 1000,
          integer: true,
          scale: 'log',
        }),
        dataset: shared.dataset,
      },
      trainedBy: 'jobs-apart',
      series: [...stepSeries, ...epochSeries],
      values: batchValues,
      tracks: (p) => batchSizesOf(p).flatMap((batch) => [batchTrack(batch), epochsTrack(batch)]),
      measuredBetween: (p) => batchSizesOf(p).map(epochsTrack),
      steps: (p) => batchSizesOf(p).reduce((sum, batch) => sum + p.epochs * stepsPerEpoch(batch, p), 0),
      warnings: (p) => [...expectationWarnings(batchesExpectation(p), p), ...batchSizeWarnings(p)],
      notes: (p) => expectationNotes(batchesExpectation(p)),
      fitWarning: (p, availableBytes) => fitWarningOf(batchesExpectation(p), availableBytes),
      train: trainBatches,
      job: trainBatchSize,
      answers: batchAnswers,
    }),
    largest: slot({
      title: 'The largest batch that fits',
      name: 'largest batch',
      question:
        'Which is the largest batch that can be trained within a given memory? It is predicted from small batches and confirmed over several steps in a new process.',
      fields: {
        model: shared.model,
        stem: shared.stem,
        side: shared.side,
        optimizer: shared.optimizer,
        learningRate: shared.learningRate,
        steps: { ...shared.steps, default: 3 },
        trainImages: {
          ...shared.trainImages,
          help: 'Largest batch that the search tries; the homework’s subset has 4096 images.',
        },
        dataset: shared.dataset,
        budgetMiB: number({
          label: 'Memory to fit into',
          help: 'Memory that the trainer may take in all; 0 means all that the GPU has or, without a GPU, all that is free on this machine.',
          unit: 'MiB',
          default: 1024,
          homework: 0,
          min: 0,
          max: 1_048_576,
          integer: true,
        }),
        margin: number({
          label: 'Margin',
          help: 'Share of that memory to leave free, because a later step may take a little more.',
          unit: '%',
          default: 10,
          min: 0,
          max: 90,
          scale: 'linear',
        }),
        batchStep: number({
          label: 'Batch sizes apart',
          help: 'The search stops when the largest batch that fits and the smallest that does not are this close.',
          unit: 'images',
          default: 8,
          min: 1,
          max: 1024,
          integer: true,
        }),
        attempts: number({
          label: 'Attempts',
          help: 'Maximum number of batch sizes that the search tries, each in a new process.',
          default: 12,
          min: 3,
          max: 40,
          integer: true,
        }),
      },
      trainedBy: 'jobs-apart',
      series: [...stepSeries, ...attemptSeries],
      values: searchValues,
      tracks: () => [attemptsTrack, attemptStepsTrack],
      measuredBetween: () => [attemptsTrack],
      // A search that ends before its last attempt takes fewer.
      steps: (p) => p.attempts * p.steps,
      warnings: (p) => expectationWarnings(searchExpectation(p), p),
      notes: (p) => expectationNotes(searchExpectation(p)),
      fitWarning: (p, availableBytes) => fitWarningOf(searchExpectation(p), availableBytes),
      train: findLargest,
      job: takeReading,
      answers: {},
    }),
  },
})
