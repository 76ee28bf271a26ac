/** Hints and steps of problem 5. */
import type { Guidance } from '../guidance.ts'

const t = String.raw

export const guidance = {
  '5a': {
    i: {
      hint: 'Parameters belong to layers: count one bottleneck block by hand, then let the table count the others.',
      steps: [
        t`How many weights has a convolution of side $k$ from $a$ to $b$ channels without a bias? How many has a batch normalisation of $b$ channels?`,
        'Add up a block of three convolutions (1 × 1, 3 × 3, 1 × 1) with their normalisations. Which blocks have a projection in addition?',
        'Add the stem, the four stages and the classifier, and compare your count of one stage with the table.',
        t`A parameter in 32-bit floating point takes 4 bytes. Divide by $10^6$ for MB and by $2^{20}$ for MiB; which of the two does nvidia-smi report?`,
      ],
    },
    ii: {
      hint: 'The driver of the GPU knows. Which program asks it?',
      steps: [
        'Look at the GPUs listed in this part, in the foot of the page, or at what “npm run lab -- doctor” prints; nvidia-smi reports the same.',
        'Is the total given in MB or in MiB? Write the name, the amount and the unit. If the machine has no GPU, write which device trained instead.',
      ],
    },
    iii: {
      hint: 'The network is not the only thing that a process puts into the memory of a GPU.',
      steps: [
        'How much memory does the process hold with the network loaded, and how much of it are parameters and buffers (i)?',
        'Convert both to the same unit before you subtract them.',
        'What can the difference contain? Name what a CUDA context holds, and what an allocator keeps in reserve.',
      ],
    },
  },
  '5b': {
    i: {
      hint: 'List everything that is in memory at the highest moment of a step, and mark what depends on the optimizer.',
      steps: [
        'For each parameter there are a weight and its gradient. What do momentum and Adam remember in addition?',
        'Multiply by the number of parameters and by 4 bytes: by how much do you expect the three totals to differ?',
        'What is the same for all three? Think of activations, workspaces and the context, and of the settings on which they depend.',
        'Run it and compare each reading with its prediction. Why may two readings differ by less than predicted? Think of blocks that an allocator uses again.',
      ],
    },
    ii: {
      hint: 'Write down the three update rules, and underline what each carries over from one step to the next.',
      steps: [
        t`SGD: $w \leftarrow w - \eta g$. Momentum: $v \leftarrow \mu v + g$, then $w \leftarrow w - \eta v$. Which of these must be kept until the next step?`,
        t`Adam keeps a running mean of $g$ and one of $g^2$. How many numbers are that for each parameter?`,
        'Count the bytes per parameter for all three, weight and gradient included, and put them in order. Do the readings of the run have the same order?',
      ],
    },
  },
  '5c': {
    i: {
      hint: 'Some of the memory does not depend on the batch, and some grows with every image.',
      steps: [
        'Which of these grow with the batch: weights, gradients, optimizer state, activations?',
        'So memory against batch size should be a straight line. What are its intercept and its slope?',
        'Read the memory at the four batch sizes. Do they lie on a line?',
        'Extend the line to the memory of your device: which batch is the largest by prediction? Run the search, which confirms it in a new process.',
      ],
    },
    ii: {
      hint: 'All batch sizes train equally many epochs. What does a larger batch make fewer of?',
      steps: [
        'How many updates does each batch size make in all epochs together?',
        'The homework raises the learning rate with the batch up to a limit. What does that make up for, and from which batch on no longer?',
        'Run it and compare the accuracies after the last epoch. Are the differences larger than those that another seed would make?',
      ],
    },
    iii: {
      hint: 'Each step has a fixed cost and a cost per image.',
      steps: [
        'What is done once per step whatever the batch, and what once per image?',
        'So how does the time per image change as the batch grows, and which value can it not fall below?',
        'Images are also loaded and resized, on the CPU. Which share of the time does that take in this run, and can a larger batch shorten it?',
        'Compare the wall times and the images per second of all batch sizes.',
      ],
    },
    iv: {
      hint: 'Each line has one point after each epoch. What does it mean to lie higher, and what to lie further left?',
      steps: [
        'At a given time, which batch size is highest? Which reaches a given accuracy first?',
        'Does the batch size that ends first also end highest? Relate it to the number of updates (ii) and to the time of an epoch (iii).',
      ],
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Guidance>>>>
