import { layerRows } from '#experiments/p5-gpu-memory/pure/counts.ts'
import { describe, expect, it } from 'vitest'
import { parameterTree, visibleLines } from './parameter-tree.ts'

const tree = parameterTree(layerRows({ model: 'resnet152', stem: 'imagenet', side: 224 }))

describe('the table of parameters of ResNet-152 with 10 classes', () => {
  it('has the stages of the homework with their counts', () => {
    expect(tree.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['stem', 9536],
      ['layer1', 215_808],
      ['layer2', 2_339_840],
      ['layer3', 40_613_888],
      ['layer4', 14_964_736],
      ['fc', 20_490],
    ])
  })

  it('divides a stage into its blocks, and a block into its layers', () => {
    const layer3 = tree[3]
    expect(layer3?.children).toHaveLength(36)
    expect(layer3?.children[0]).toMatchObject({ name: 'layer3.0', parameters: 1_512_448 })
    expect(layer3?.children[35]).toMatchObject({ name: 'layer3.35', parameters: 1_117_184 })
    const first = tree[1]?.children[0]
    expect(first?.parameters).toBe(75_008)
    expect(first?.children.map(({ parameters }) => parameters).filter(Boolean)).toEqual([
      4096, 128, 36_864, 128, 16_384, 512, 16_384, 512,
    ])
  })

  it('shows the stages alone until one is opened, then its blocks beneath it', () => {
    expect(visibleLines(tree, new Set())).toHaveLength(6)
    const lines = visibleLines(tree, new Set(['layer1', 'layer1.2']))
    expect(lines.slice(1, 5).map(({ node, level }) => [node.name, level])).toEqual([
      ['layer1', 0],
      ['layer1.0', 1],
      ['layer1.1', 1],
      ['layer1.2', 1],
    ])
    expect(lines[5]).toMatchObject({ level: 2, node: { name: 'layer1.2.conv1' } })
  })
})
