import { expect, it } from 'vitest'
import { expectSound } from '../sound-answer.testing.ts'
import { kernelSizesAnswer } from './answer-kernel-sizes.ts'
import type { KernelRow } from './pure/tables.ts'

it('4e names a trend with the kernel size only where the trainings show it, stuck ones apart', () => {
  const one = (
    kernel: number | null,
    accuracy: number,
    isStuck = false,
    isAtChance = false,
    peaks: string | null = null,
  ): KernelRow => ({
    ...{ network: kernel === null ? 'mlp' : 'cnn', kernel, perClass: 50, epochs: 300, seed: 1 },
    ...{ accuracy, trainAccuracy: 90, atChance: isAtChance ? 1 : 0, stuck: isStuck ? 1 : 0 },
    ...{ fellBack: peaks === null ? 0 : 1, peaks },
  })
  const sweep = (rows: KernelRow[]): string => kernelSizesAnswer(rows).join('\n')
  const rising = sweep([
    one(1, 65),
    one(3, 66),
    one(7, 70),
    one(15, 33.3, true),
    one(11, 80),
    one(15, 86),
    one(3, 33.3, true),
    one(null, 81),
  ])
  expectSound(rising)
  expect(rising).toContain('86 % at 15')
  expect(rising).toContain('rises with the kernel size')
  expect(rising).toContain('2 of 7 trainings of a CNN, at kernel size 3 and 15')
  expect(rising).toContain('(50 images a class, 300 epochs, seed 1)')
  const falling = sweep([5, 4, 3, 2, 1].map((size) => one(size, 90 - size)))
  expect(falling).toContain('Accuracy falls with the kernel size in this run')
  expect(falling).toContain('No training is stuck')
  // As measured once: the larger sizes are better on average, and the trainings do not show it.
  const wandering = [44.7, 55.3, 60.3, 60, 54, 57.3, 60.7]
  expect(sweep(wandering.map((accuracy, index) => one(2 * index + 1, accuracy)))).toContain(
    'no clear trend in this run (Kendall’s rank correlation of size and accuracy over these 7 trainings is 0.43, p = 0.23',
  )
  expect(sweep([one(1, 65), one(15, 66)])).toContain('too few, or too alike, to show a trend')
  const young = sweep([one(1, 60), one(5, 62), one(9, 33.3, false, true)])
  expect(young).toContain('Never left chance in 300 epochs: 1 of 3 trainings of a CNN, at kernel size 9')
  expect(young).toContain('33.3 % at 9')
  const peak = '91 % in validation after epoch 277 (seed 201)'
  const fallen = sweep([one(1, 60), one(5, 62), one(15, 36, false, false, peak)])
  expect(fallen).toContain(
    `Fell back to chance after learning: 1 of 3 trainings of a CNN, at kernel size 15 (best: ${peak})`,
  )
  expect(fallen).not.toContain('36 % at 15')
  expect(fallen).not.toContain('chance in 300 epochs')
  // What is expected is said whatever the run shows, and the largest filter is not called a dense layer.
  expect(fallen).toContain('What to expect')
  expect(fallen).not.toContain('would be a fully connected')
})
