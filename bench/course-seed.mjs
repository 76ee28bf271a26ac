/**
 * What a seed has to show for its pictures to be those that the homework asks about: one claim a part, cheapest first.
 * Each reads the values of one run at the part's own defaults.
 */
import { collectRun } from '#experiments/collect-run.testing.ts'
import * as overfit from '#experiments/p4-inductive-bias/parts/4a.ts'
import * as moreImages from '#experiments/p4-inductive-bias/parts/4b.ts'
import * as procedure from '#experiments/p4-inductive-bias/parts/4c.ts'
import * as shift from '#experiments/p4-inductive-bias/parts/4d.ts'
import * as permutation from '#experiments/p4-inductive-bias/parts/4e.ts'
import { targetImages } from '#experiments/p4-inductive-bias/pure/targets.ts'

export { usualSeed } from '#contract/runs.ts'

async function valuesOf(key, seed, given) {
  const { values } = await collectRun(key, given, seed)
  return Object.fromEntries(values)
}
/** Accuracy after the last epoch by images per class; a training that diverged counts as guessing. */
function accuracies(rows, network, column = 'accuracy') {
  const own = rows.filter((row) => row.network === network)
  const last = Math.max(...own.map(({ epochs }) => epochs))
  return new Map(
    own.filter(({ epochs }) => epochs === last).map((row) => [row.perClass, row[column] ?? 100 / 3]),
  )
}
const shown = (byCount) => [...byCount.values()].map((value) => Math.round(value)).join('/')

/** Least accuracy in percent of the CNN on the shifted images, at every number of images. */
const leastShifted = 75

export const claims = [
  {
    part: '1d, 1e',
    claim: 'the large batch ends nearer the formula than the batch of one',
    async test(seed) {
      const single = Number((await valuesOf('1d', seed))['1d.distance']?.value)
      const large = Number((await valuesOf('1e', seed))['1e.distance']?.value)
      return { holds: large < single, words: `1d ${single.toFixed(3)}, 1e ${large.toFixed(3)}` }
    },
  },
  {
    part: '4a',
    claim: 'both networks memorise their training images',
    async test(seed) {
      const rows = overfit.accuracy.of(await valuesOf('4a', seed))
      const [cnn, mlp] = [accuracies(rows, 'cnn', 'trainAccuracy'), accuracies(rows, 'mlp', 'trainAccuracy')]
      const holds = [...cnn.values(), ...mlp.values()].every((accuracy) => accuracy === 100)
      return { holds, words: `CNN ${shown(cnn)}, MLP ${shown(mlp)}` }
    },
  },
  {
    part: '4d',
    claim: `on shifted images the CNN is at ${leastShifted} % or above with every number of images, the MLP below 40 %`,
    async test(seed) {
      const values = await valuesOf('4d', seed)
      const cnn = accuracies(shift.cnn.accuracy.of(values), 'cnn')
      const mlp = accuracies(shift.mlp.accuracy.of(values), 'mlp')
      const holds =
        [...cnn.values()].every((value) => value >= leastShifted) &&
        [...mlp.values()].every((value) => value < 40)
      return { holds, words: `CNN ${shown(cnn)}, MLP ${shown(mlp)}` }
    },
  },
  {
    part: '4b',
    claim: 'fixed detectors are ahead with the fewest images, the free CNN with the most',
    async test(seed) {
      const rows = moreImages.accuracy.of(await valuesOf('4b', seed))
      const [free, frozen] = [accuracies(rows, 'cnn'), accuracies(rows, 'frozen')]
      const [fewest, most] = [Math.min(...free.keys()), Math.max(...free.keys())]
      const holds = frozen.get(fewest) > free.get(fewest) && free.get(most) > frozen.get(most)
      return { holds, words: `free ${shown(free)}, fixed ${shown(frozen)}` }
    },
  },
  {
    part: '4c',
    claim: `the CNN reaches 90 % with ${targetImages} images a class`,
    async test(seed) {
      // No other number of images is asked about here, and each network is trained alike whatever else a run trains.
      const values = await valuesOf('4c', seed, { perClass: [targetImages], mlpPerClass: [] })
      const row = procedure.epochs.of(values)?.find(({ network }) => network === 'cnn')
      return { holds: row?.firstAtTarget != null, words: `first at epoch ${row?.firstAtTarget}` }
    },
  },
  {
    part: '4e',
    claim: 'with the most images of permuted pixels the MLP is ahead of the CNN',
    async test(seed) {
      const rows = permutation.accuracy.of(await valuesOf('4e', seed))
      const [cnn, mlp] = [accuracies(rows, 'cnn'), accuracies(rows, 'mlp')]
      const most = Math.max(...cnn.keys())
      return { holds: mlp.get(most) > cnn.get(most), words: `CNN ${shown(cnn)}, MLP ${shown(mlp)}` }
    },
  },
]
