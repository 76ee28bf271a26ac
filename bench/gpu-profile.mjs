import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openOnnxEngine } from '#engines/onnx/engine.ts'
import { byKey, shaderLaunches } from './gpu-shaders.mjs'
import { markdownTable, threeDigits } from './medians.mjs'
import { openTraining } from './network-training.mjs'

const stepsProfiled = 6
const mostShaders = 20
const mostNodes = 40

/** The events of the longest of the profiles that were written so: that of the training graph. */
async function longestProfile(folder) {
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
  const longest = texts.reduce((best, text) => (text.length > best.length ? text : best), '')
  if (longest === '') throw new Error('onnxruntime wrote no profile.')
  return JSON.parse(longest)
}

/** Where the time of training a network on WebGPU goes, as the GPU's own clock has it; it is slower while profiled. */
export async function profileOnGpu({ title, model, batchSize }, batches) {
  const folder = await mkdtemp(join(tmpdir(), 'lab182-profile-'))
  try {
    const engine = await openOnnxEngine('', { device: 'webgpu', profile: join(folder, 'profile') })
    const { session, train } = await openTraining(engine, { model, batchSize, batches })
    await train(stepsProfiled)
    await session.dispose()
    await engine.close()
    const launches = shaderLaunches(await longestProfile(folder))
    const steps = stepsProfiled + 1
    const total = launches.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
    console.log(
      `${title}, batch ${batchSize}: ${Math.round(launches.length / steps)} launches a step, ${threeDigits(total / steps)} ms of the GPU\n`,
    )
    const head = ['ms a step', 'launches a step']
    const shaders = byKey(launches, steps, ({ shader }) => shader, mostShaders)
    console.log(`${markdownTable([...head, 'operator and shader'], shaders)}\n`)
    const ofNode = ({ node, shader, shapes }) => `${shader}, ${node.replace(/_token.*/, '')}: ${shapes}`
    console.log(`${markdownTable([...head, 'node'], byKey(launches, steps, ofNode, mostNodes))}\n`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
