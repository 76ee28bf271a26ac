/**
 * Accuracies of 4a to 4d at the homework's settings over several seeds, beside those of a NumPy implementation.
 * SEEDS: how many (8 by default, from the usual one on). GENERATOR: corrected or spring2023. PARTS: a choice of them
 * ("4a,4d"). ENGINE: onnx by default; "tensorflow" as it is installed in the lab's data folder.
 */
import { buildProblem4, isAsked, withFolder } from './problem-4-run.mjs'
import { markdownTable } from './medians.mjs'
import { reference } from './problem-4-reference.mjs'

/** No spread over seeds is taken for smaller than one image of 150, which is as fine as an accuracy goes. */
const oneImage = 100 / 150

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
/** Of a sample. */
const deviation = (values) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1))

/** The probability that Student's t of so many degrees of freedom is further from 0 than this; Simpson's rule. */
export function tailsOfT(t, degrees) {
  const density = (x) => (1 + (x * x) / degrees) ** (-(degrees + 1) / 2)
  // With x = tan u the whole line is a finite interval.
  const area = (from, to, parts = 2000) => {
    const step = (to - from) / parts
    let sum = 0
    for (let i = 0; i <= parts; i++) {
      const u = Math.min(from + i * step, Math.PI / 2 - 1e-9)
      sum +=
        (i === 0 || i === parts ? 1 : i % 2 === 1 ? 4 : 2) * density(Math.tan(u)) * (1 + Math.tan(u) ** 2)
    }
    return (sum * step) / 3
  }
  return area(Math.atan(Math.abs(t)), Math.PI / 2) / area(0, Math.PI / 2)
}

/** Welch's test of two means; the reference's deviation is that of a population. */
function compare(values, { mean: wanted, deviation: spread }, seeds) {
  const ours = Math.max(deviation(values), oneImage) ** 2 / values.length
  const theirs = Math.max(spread * Math.sqrt(seeds / (seeds - 1)), oneImage) ** 2 / seeds
  const error = Math.sqrt(ours + theirs)
  const degrees = (ours + theirs) ** 2 / (ours ** 2 / (values.length - 1) + theirs ** 2 / (seeds - 1))
  const t = (mean(values) - wanted) / error
  return { errors: Math.abs(t), probability: tailsOfT(t, degrees) }
}

const percent = (value, spread) => `${value.toFixed(1)} ± ${spread.toFixed(1)}`

/** Prints every cell, and says how many lie outside; the exit code is 1 where more do than chance explains. */
export async function runProblem4Spread() {
  const seeds = Number(process.env.SEEDS ?? 8)
  const generator = process.env.GENERATOR ?? 'corrected'
  const known = reference[generator]
  if (!known)
    throw new Error(`There is no generator "${generator}"; there are ${Object.keys(reference).join(', ')}.`)
  const { parts, openLab, lendEngines, cellTrack, usualSeed } = await buildProblem4()
  const curves = new Map()
  const engine = process.env.ENGINE ?? 'onnx'
  const cells = known.cells.filter((cell) => isAsked(cell.part))
  await withFolder(async (folder) => {
    await lendEngines(folder)
    const lab = await openLab(folder)
    for (const part of parts.filter(({ id }) => cells.some((cell) => cell.part === id))) {
      const given = { ...part.given, generator }
      for (let seed = usualSeed; seed < usualSeed + seeds; seed++) {
        const { seconds, curves: logged, run } = await lab.run({ ...part, given }, seed, engine)
        curves.set(`${part.id} ${seed}`, logged)
        if (seed === usualSeed)
          console.log(`  ${part.id} on ${run.engine.name}: ${seconds.toFixed(1)} s for a seed`)
      }
    }
    await lab.close()
  })
  const rows = cells.map((cell) => {
    const { part, network, series, perClass, epoch } = cell
    const values = Array.from({ length: seeds }, (_, i) => {
      const curve = curves.get(`${part} ${usualSeed + i}`)?.get(cellTrack(network, perClass, 0))?.[series]
      // A training that diverged answers like guessing.
      return curve?.[epoch - 1] ?? 100 / 3
    })
    return { cell, values, ...compare(values, cell, known.seedsOf[part] ?? known.seeds) }
  })
  show(rows, seeds, generator, known)
}

function show(rows, seeds, generator, known) {
  console.log(
    `\n${generator} generator: ${seeds} seeds here, ${known.seeds} in the reference; mean ± standard deviation, %\n`,
  )
  const header = ['part', 'network', 'accuracy', 'images', 'epoch', 'here', 'reference', 'errors', 'p', '']
  const lines = rows.map(({ cell, values, errors, probability }) => [
    cell.part,
    cell.network,
    cell.series === 'trainAccuracy' ? 'training' : 'validation',
    String(cell.perClass),
    String(cell.epoch),
    percent(mean(values), deviation(values)),
    percent(cell.mean, cell.deviation),
    errors.toFixed(1),
    probability.toFixed(3),
    errors > 2 ? 'outside' : '',
  ])
  console.log(markdownTable(header, lines))
  const outside = rows.filter(({ errors }) => errors > 2).length
  const byChance = rows.filter(({ probability }) => probability < 0.05).length
  const beyond = rows.filter(({ probability }) => probability < 0.05 / rows.length)
  console.log(
    `\n"errors": difference of the means in combined standard errors. ${outside} of ${rows.length} cells lie more than 2 apart;` +
      ` by Welch's test ${byChance} have p < 0.05, where chance alone gives about ${Math.round(0.05 * rows.length)}.` +
      ` Beyond chance (p < 0.05 after Bonferroni): ${beyond.length}.`,
  )
  if (beyond.length > 0) process.exitCode = 1
}
