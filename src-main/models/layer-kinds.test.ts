import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { layerOfEachKind } from './layer-kinds.testing.ts'
import type { Layer } from './model.ts'
import { parametersOf } from './parameters.ts'
import { branchesOf, hasTrainedParameters } from './trained-layers.ts'

/** The layer with everything in it frozen that can be. */
function frozen(layer: Layer): Layer {
  if (layer.kind === 'residual')
    return { ...layer, body: layer.body.map(frozen), shortcut: layer.shortcut.map(frozen) }
  return { ...layer, isFrozen: true } as Layer
}

describe.each(Object.values(layerOfEachKind))('a layer of kind $layer.kind', ({ layer, input }) => {
  const trained = (each: Layer): boolean =>
    parametersOf({ name: 'one layer', input, layers: [each] }).some(({ isTrained }) => isTrained)

  it('is said to train exactly when it has parameters that train', () => {
    expect(hasTrainedParameters(layer)).toBe(trained(layer))
    expect(hasTrainedParameters(frozen(layer))).toBe(false)
    expect(trained(frozen(layer))).toBe(false)
  })

  it('names its inner layers exactly when it has some', () => {
    const inner = Object.values(layer).filter(Array.isArray).flat() as unknown[]
    expect(branchesOf(layer).flat()).toEqual(inner)
  })
})

const root = join(import.meta.dirname, '..', '..')
const modelFile = join(root, 'src-main', 'models', 'model.ts')

/** The files among `names` that TypeScript refuses, `model.ts` being what `edit` makes of it. */
function refused(names: readonly string[], edit: (source: string) => string): string[] {
  const configFile = ts.readConfigFile(join(root, 'src-main', 'tsconfig.json'), (file) =>
    ts.sys.readFile(file),
  )
  const { options } = ts.parseJsonConfigFileContent(configFile.config, ts.sys, join(root, 'src-main'))
  const host = ts.createCompilerHost(options)
  const read = host.readFile.bind(host)
  host.readFile = (file) =>
    file.endsWith('src-main/models/model.ts') ? edit(readFileSync(modelFile, 'utf8')) : read(file)
  const program = ts.createProgram(
    names.map((name) => join(root, 'src-main', name)),
    options,
    host,
  )
  return names.filter((name) => {
    const source = program.getSourceFile(join(root, 'src-main', name))
    if (!source) throw new Error(`There is no file ${name}.`)
    return program.getSemanticDiagnostics(source).length > 0
  })
}

/** Everything that must learn of a new kind of layer. */
const places = [
  'models/shapes.ts',
  'models/parameters.ts',
  'models/trained-layers.ts',
  'models/multiply-adds.ts',
  'models/kept-for-backward.ts',
  'models/reference-layers.ts',
  'models/layer-kinds.testing.ts',
  'engines/onnx/layers/sequence.ts',
  'engines/tensorflow/layers/sequence.ts',
]

describe('a new kind of layer', { timeout: 120_000 }, () => {
  it('is refused by the compiler wherever it is missing', () => {
    const added = refused(places, (source) =>
      source.replace(
        'DropoutLayer | PlainLayer',
        "DropoutLayer | { readonly kind: 'madeUp'; readonly name: string } | PlainLayer",
      ),
    )
    expect(added).toEqual(places)
    expect(refused(places, (source) => source)).toEqual([])
  })
})
