import type { ValueDeclaration } from '#contract/experiment.ts'
import { imageValues } from './image-fields.ts'

type Row = readonly [name: string, label: string, sentence: string]

const numbersOf = (part: string, rows: readonly Row[]): ValueDeclaration[] =>
  rows.map(([name, label, sentence]) => ({
    id: `${part}.${name}`,
    part,
    label,
    unit: '',
    sentence,
    kind: 'number',
  }))

const tablesOf = (part: string, rows: readonly Row[]): ValueDeclaration[] =>
  numbersOf(part, rows).map((row) => ({ ...row, kind: 'table' }))

const finalWeights: readonly Row[] = [
  ['w1', 'w1', 'First weight after the last update.'],
  ['w2', 'w2', 'Second weight after the last update.'],
]

/** What each gradient-descent part measures; `goal` is the closed form it is compared with. */
const descent = (part: string, goal: string): ValueDeclaration[] =>
  numbersOf(part, [
    ...finalWeights,
    ['finalLoss', 'Final loss', 'Loss of the last point of the curve: a fresh batch, after the last update.'],
    [
      'distance',
      'Distance to the formula',
      `Distance in the weight plane to the closed form of part ${goal}.`,
    ],
  ])

const againstTheory = (part: string): ValueDeclaration[] =>
  numbersOf(part, [
    [
      'expectedLoss',
      'Expected loss',
      'Exact expectation, over all masks of the training, of the last point of the loss curve.',
    ],
    [
      'residual',
      'Residual',
      'Root mean square, over the logged points, of the measured loss minus the expected loss.',
    ],
    ['floor', 'Floor', 'The smallest expected training loss that any weights can reach.'],
    [
      'allDropped',
      'All-dropped share',
      'Share of the logged batches in which every row lost both inputs, so that the loss is the squared target.',
    ],
  ])

const terms = (track: string, words: string): readonly Row[] => [
  [
    `${track}.term1`,
    `x1 w1, ${words}`,
    `What the first input contributes to the clean output, trained ${words}.`,
  ],
  [
    `${track}.term2`,
    `x2 w2, ${words}`,
    `What the second input contributes to the clean output, trained ${words}.`,
  ],
]

const pair = (prefix: string, words: string): readonly Row[] =>
  ['w1', 'w2'].map((weight) => [`${prefix}.${weight}`, `${weight}, ${words}`, `Weight ${weight}: ${words}.`])

/** Every number and table; those of parts a to h have no units. */
export const values: readonly ValueDeclaration[] = [
  ...numbersOf('1a', [
    ['w1', 'w1', 'First weight of the least-squares solution of smallest norm.'],
    ['w2', 'w2', 'Second weight of the least-squares solution of smallest norm.'],
  ]),
  ...descent('1b', 'a'),
  ...numbersOf('1c', [
    ['w1', 'w1', 'First weight of the minimiser of the expected loss under dropout.'],
    ['w2', 'w2', 'Second weight of the minimiser of the expected loss under dropout.'],
    ['cleanLoss', 'Clean loss', 'Squared error of these weights with dropout off.'],
    ['trainLoss', 'Training loss', 'Expected squared error of these weights with dropout on.'],
  ]),
  ...tablesOf('1c', [['masks', 'The four masks', 'Row, target and probability of each mask, and its loss.']]),
  ...descent('1d', 'c'),
  ...againstTheory('1d'),
  ...descent('1e', 'c'),
  ...againstTheory('1e'),
  ...numbersOf('1f', [...terms('plain', 'without dropout'), ...terms('dropout', 'with dropout')]),
  ...tablesOf('1g', [
    [
      'w1',
      'w1 against p',
      'First weight at each drop rate: closed form, trained, and expected when trained so.',
    ],
    [
      'w2',
      'w2 against p',
      'Second weight at each drop rate: closed form, trained, and expected when trained so.',
    ],
    ['cleanLoss', 'Clean loss against p', 'Squared error with dropout off at each drop rate, likewise.'],
  ]),
  ...numbersOf('1g', [
    ...pair('limit', 'limit of the closed form as p falls to 0'),
    ...pair('zero', 'closed form at p = 0'),
  ]),
  ...numbersOf('1h', [
    ...pair('sgd0', 'SGD without dropout'),
    ...pair('adam0', 'Adam without dropout'),
    ...pair('sgd50', 'SGD with dropout'),
    ...pair('adam50', 'Adam with dropout'),
  ]),
  ...imageValues,
]
