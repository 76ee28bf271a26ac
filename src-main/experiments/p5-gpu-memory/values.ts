import type { ValueDeclaration } from '#contract/experiment.ts'

type Row = readonly [name: string, label: string, unit: string, sentence: string]

const declared =
  (kind: ValueDeclaration['kind'], isReading: boolean) =>
  (part: string, rows: readonly Row[]): ValueDeclaration[] =>
    rows.map(([name, label, unit, sentence]) => ({
      id: `${part}.${name}`,
      part,
      label,
      unit,
      sentence,
      kind,
      // Out of memory, or nothing to read there: the row's own words say which.
      ...(kind === 'table' ? { emptyCell: '–' } : {}),
      ...(isReading ? { isReading } : {}),
    }))

const counts = declared('number', false)
const readings = declared('number', true)
const tablesOfCounts = declared('table', false)
const tablesOfReadings = declared('table', true)

const flags = (part: string): ValueDeclaration[] =>
  tablesOfReadings(part, [
    [
      'flags',
      'Readings to doubt',
      '',
      'Readings that cannot be right, or not by the theory alone, each with its likely causes; no row where all are plausible.',
    ],
  ])

const optimizers = [
  ['sgd', 'SGD'],
  ['momentum', 'SGD with momentum'],
  ['adam', 'Adam'],
] as const

export const values: readonly ValueDeclaration[] = [
  ...counts('5a', [
    ['parameters', 'Parameters', '', 'Trainable parameters of the network, counted layer by layer.'],
    ['sizeMB', 'Size (10⁶ bytes)', 'MB', 'Bytes of the parameters as 32-bit numbers, in units of 10⁶.'],
    ['sizeMiB', 'Size (2²⁰ bytes)', 'MiB', 'The same bytes in units of 2²⁰, as nvidia-smi counts.'],
    [
      'buffersMB',
      'Buffers',
      'MB',
      'Running means and variances of batch normalisation and, as PyTorch keeps them, its batch counters; not trained, and not among the parameters.',
    ],
  ]),
  ...tablesOfCounts('5a', [
    ['stages', 'Parameters by stage', '', 'The parameters of each stage of the network.'],
  ]),
  ...tablesOfReadings('5a', [
    [
      'gpu',
      'GPUs',
      '',
      'Each GPU with its driver and its memory, as nvidia-smi and systeminformation give them.',
    ],
  ]),
  ...readings('5a', [
    ['gpuTotalMiB', 'Memory of the GPU', 'MiB', 'Total memory of the GPU that trains.'],
    [
      'contextMiB',
      'Context on the GPU',
      'MiB',
      'Growth of the GPU’s memory from before the trainer started until the model was loaded, less its parameters and buffers.',
    ],
    [
      'hostContextMiB',
      'Context in host memory',
      'MiB',
      'The same in host memory: growth of the trainer’s resident set until the model was loaded, less its parameters and buffers. It holds the engine’s library, the compiled graph and further copies of the weights.',
    ],
  ]),
  ...tablesOfReadings('5a', [
    [
      'waterfall',
      'Memory stage by stage',
      'MiB',
      'Memory when the process started, with the engine opened, with the model loaded, after the first step, after the last, and at its highest.',
    ],
    [
      'otherProcesses',
      'Other processes on the GPU',
      'MiB',
      'Programs other than the trainer that held memory of the GPU before, during or after the reading.',
    ],
  ]),
  ...flags('5a'),
  ...optimizers.flatMap(([id, label]) =>
    readings('5b', [
      [
        `${id}.measuredMiB`,
        `${label}, measured`,
        'MiB',
        `Memory of the trainer at its highest over several steps with ${label}, process and engine included: of the GPU where it trains there, else of the host (resident set).`,
      ],
      [
        `${id}.predictedMiB`,
        `${label}, predicted`,
        'MiB',
        `Weights, gradients, optimizer state, activations and workspace of ${label} as predicted, on top of process and engine as measured.`,
      ],
    ]),
  ),
  ...tablesOfReadings('5b', [
    [
      'breakdown',
      'What holds the memory',
      'MiB',
      'For each optimizer, the predicted kinds of memory beside the reading, with the rest that is unexplained.',
    ],
    [
      'stages',
      'Memory stage by stage',
      'MiB',
      'For each optimizer, the readings when the process started, with the engine opened, with the model loaded, after the first step, after the last, and the highest.',
    ],
  ]),
  ...tablesOfCounts('5b', [
    [
      'onGpu',
      'Predicted for a GPU',
      'MiB',
      'What PyTorch would hold on a GPU at this setting, without process and engine: predicted from the shapes, not measured.',
    ],
  ]),
  ...flags('5b'),
  ...tablesOfReadings('5c', [
    [
      'memory',
      'Memory by batch size',
      'MiB',
      'The highest memory of each batch size over the steps per reading before its epochs: measured, predicted, the difference (unexplained), and the line fitted through the readings. Out of memory is a row.',
    ],
    [
      'seconds',
      'Time by batch size',
      's',
      'Wall time of the whole training, evaluation included, and images a second.',
    ],
  ]),
  ...readings('5c', [
    [
      'fixedMiB',
      'Fixed memory',
      'MiB',
      'Where the fitted line meets batch size 0: what does not depend on the batch.',
    ],
    [
      'slopeMiB',
      'Memory per image',
      'MiB',
      'Slope of the fitted line: what one more image in the batch costs.',
    ],
    [
      'fastest',
      'Fastest batch size',
      '',
      'Batch size whose training took the least wall time from before the first epoch to the end of the last.',
    ],
  ]),
  ...tablesOfCounts('5c', [
    [
      'accuracy',
      'Accuracy by batch size',
      '%',
      'Accuracy on the training subset after the last epoch (dropout off, running statistics), with each learning rate and number of updates.',
    ],
  ]),
  ...counts('5c', [
    [
      'mostAccurate',
      'Most accurate batch size',
      '',
      'Batch size with the highest accuracy on the training subset after the last epoch; the smaller of two alike.',
    ],
  ]),
  ...readings('5c', [
    [
      'largestBatch',
      'Largest batch that fits',
      '',
      'Largest batch size that was tried and whose several steps stayed within the memory to fit into, less the margin; known to within the distance of batch sizes that the search stops at.',
    ],
    [
      'limitMiB',
      'Memory to fit into',
      'MiB',
      'What the trainer may take in all: as asked, or where 0 was asked all that was free when the search began.',
    ],
    [
      'largestPredictedMiB',
      'Its memory, predicted',
      'MiB',
      'Memory of the largest batch as the line through the attempts before it predicted it; the line is fitted anew after each attempt.',
    ],
    ['largestMeasuredMiB', 'Its memory, measured', 'MiB', 'Memory of the largest batch at its highest.'],
  ]),
  ...tablesOfReadings('5c', [
    [
      'attempts',
      'Attempts',
      'MiB',
      'Every batch size that the search tried, with prediction, reading and outcome.',
    ],
  ]),
  ...flags('5c'),
]
