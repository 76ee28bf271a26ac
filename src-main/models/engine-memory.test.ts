import { describe, expect, it } from 'vitest'
import { predictMemory, predictedTotal } from '#models/memory-prediction.ts'
import { resnet } from '#models/resnet.ts'
import { fittedReadings, heldOutErrors, heldOutReadings, type Readings } from './engine-memory-readings.ts'
import { onnxBooks, onnxWorkspace, predictedHostGrowth, workspaceTotal, type Books } from './engine-memory.ts'

const mib = 2 ** 20
const optimizers = ['sgd', 'momentum', 'adam'] as const
/** The coefficients that the readings determine; the others were fitted before, to batches of up to 512 images. */
const fittedNames = ['library', 'weights', 'states'] as const

/** A reading as a sum: what each fitted coefficient multiplies, and the rest of the prediction, in bytes. */
function linearIn({ depth, side, batch, ...growth }: Readings, kind: (typeof optimizers)[number]) {
  const model = resnet({ depth, classes: 10, side })
  const at = (over: Partial<Books>): number =>
    predictedHostGrowth(model, kind, batch, { ...onnxBooks, ...over })
  const zero = { library: 0, weights: 0, states: 0 }
  const rest = at(zero)
  return {
    growth: growth[kind] * mib,
    rest,
    terms: fittedNames.map((name) => at({ ...zero, [name]: 1 }) - rest),
  }
}

describe('predictedHostGrowth', () => {
  /** Highest resident set less that of the open engine, in MiB, as measured on two cores (onnxruntime-node 1.30). */
  const measured = [
    [18, 32, 8, 'sgd', 360],
    [18, 32, 512, 'sgd', 611],
    [18, 64, 256, 'sgd', 984],
    [18, 64, 16, 'momentum', 481],
    [18, 64, 16, 'adam', 648],
    [18, 224, 16, 'sgd', 849],
    [34, 64, 64, 'sgd', 684],
    [50, 64, 8, 'momentum', 1016],
    [50, 64, 8, 'adam', 1355],
    [50, 64, 64, 'sgd', 1055],
    [152, 32, 8, 'adam', 3040],
  ] as const
  it.each(measured)(
    'is within 15 percent of ResNet-%i, side %i, batch %i, %s',
    (depth, side, batch, kind, growth) => {
      const model = resnet({ depth, classes: 10, side })
      const predicted = predictedHostGrowth(model, kind, batch) / mib
      expect(Math.abs(predicted / growth - 1)).toBeLessThan(0.15)
    },
  )

  it('is the theory and the workspace, each kind of it positive', () => {
    const model = resnet({ depth: 18, classes: 10 })
    const workspace = onnxWorkspace(model, 'adam', 4)
    for (const bytes of Object.values(workspace)) expect(bytes).toBeGreaterThan(0)
    expect(predictedHostGrowth(model, 'adam', 4)).toBe(
      predictedTotal(predictMemory(model, 'adam', 4)) + workspaceTotal(workspace),
    )
  })
})

describe('the fit of the workspace', () => {
  it('is the least squares of relative errors over the readings it names', () => {
    const rows = fittedReadings.flatMap((readings) => optimizers.map((kind) => linearIn(readings, kind)))
    const errors = rows.map(({ growth, rest, terms }) => {
      const fitted = terms.reduce((sum, term, j) => sum + term * onnxBooks[fittedNames[j] ?? 'weights'], 0)
      return (growth - rest - fitted) / growth
    })
    const norm = (of: readonly number[]): number => Math.hypot(...of)
    // At the least squares the errors are at right angles to every term.
    fittedNames.forEach((name, j) => {
      const term = rows.map(({ growth, terms }) => (terms[j] ?? NaN) / growth)
      const product = term.reduce((sum, value, i) => sum + value * (errors[i] ?? NaN), 0)
      expect([name, product / norm(term) / norm(errors)]).toEqual([name, expect.closeTo(0, 1)])
    })
  })

  it('shares no setting with the readings that test it', () => {
    const key = ({ depth, side, batch }: Readings) => `${depth} ${side} ${batch}`
    const fitted = new Set(fittedReadings.map(key))
    expect(heldOutReadings.filter((readings) => fitted.has(key(readings)))).toEqual([])
  })

  it('is wrong on both sides, by less than a fifth on readings it was not fitted to', () => {
    const { errors } = heldOutErrors()
    expect(errors).toHaveLength(3 * heldOutReadings.length)
    expect(Math.min(...errors)).toBeLessThan(0)
    expect(Math.max(...errors)).toBeGreaterThan(0)
    for (const error of errors) expect(Math.abs(error)).toBeLessThan(0.2)
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
    expect(Math.abs(mean)).toBeLessThan(0.04)
  })
})
