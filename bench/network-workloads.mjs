import { cheatingCnn } from '#models/cheating-cnn.ts'
import { mlp } from '#models/mlp.ts'
import { resnet } from '#models/resnet.ts'
import { simpleCnn } from '#models/simple-cnn.ts'

const cnn = simpleCnn({ classes: 3, kernel: 7 })
const smallMlp = mlp({ classes: 3 })
const largeMlp = mlp({ classes: 10, hidden: [512, 512], input: [3072] })
const resnet18 = resnet({ depth: 18, classes: 10, form: 'cifar' })
/** Problem 5's networks, at the image side that its parts begin with. */
const problem5 = (depth) => resnet({ depth, classes: 10, side: 64 })

/** What is timed, with the ratio to PyTorch that the lab set itself. */
export const workloads = [
  { title: 'homework CNN, k = 7', model: cnn, batchSize: 10, target: 3 },
  { title: 'homework MLP 784-50-10-3', model: smallMlp, batchSize: 10, target: 3 },
  { title: 'homework CNN, k = 7', model: cnn, batchSize: 128, target: 0.9 },
  { title: 'MLP 3072-512-512-10', model: largeMlp, batchSize: 128, target: 0.9 },
  // Part 1i trains both, on as many batches.
  ...[0, 0.75].map((dropRate) => ({
    title: `1i's CNN, drop rate ${dropRate}`,
    model: cheatingCnn({ dropRate }),
    batchSize: 64,
    target: 1.5,
  })),
  { title: 'ResNet-18, CIFAR form', model: resnet18, batchSize: 32, target: 0.8 },
  { title: 'ResNet-18, 64 x 64', model: problem5(18), batchSize: 16, target: 0.6 },
  { title: 'ResNet-50, 64 x 64', model: problem5(50), batchSize: 8, target: 0.6 },
]

/** The CNN again, to show how steps a second depend on the batch. */
export const sweep = [1, 4, 10, 32, 128, 512].map((batchSize) => ({
  title: 'homework CNN, k = 7',
  model: cnn,
  batchSize,
}))
