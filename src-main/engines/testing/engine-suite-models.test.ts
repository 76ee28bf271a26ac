import { expect, it } from 'vitest'
import { layerOfEachKind } from '#models/layer-kinds.testing.ts'
import type { Layer } from '#models/model.ts'
import { branchesOf } from '#models/trained-layers.ts'
import { layerCases } from './engine-suite-models.ts'

const kindsIn = (layers: readonly Layer[]): string[] =>
  layers.flatMap((layer) => [layer.kind, ...branchesOf(layer).flatMap(kindsIn)])

it('the gradients of every kind of layer are tested in every engine', () => {
  const tested = new Set(layerCases.flatMap(({ model }) => kindsIn(model.layers)))
  expect([...tested].sort()).toEqual(Object.keys(layerOfEachKind).sort())
})
