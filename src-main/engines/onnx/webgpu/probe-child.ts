/**
 * Entry of the throwaway process that tries WebGPU: a driver may crash or hang it, and nothing else is lost then. Its
 * parent reads the standard error output, where the Vulkan loader says which GPU it opens.
 */
import si from 'systeminformation'
import { openParentLink } from '#processes/parent-link.ts'
import { calibrate } from '../../probing/calibrate.ts'
import { tryTraining } from '../../probing/trial.ts'
import { openOnnxEngine } from '../engine.ts'
import { GraphBuilder } from '../graph-builder.ts'
import { encodeOnnx } from '../onnx-file.ts'
import { openWebgpu } from '../webgpu-runtime.ts'
import { endOfLog, toTrialSchema, type FromTrial, type ToTrial } from './trial-protocol.ts'

const wordsOf = (error: unknown): string =>
  ((error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '').slice(0, 500)

/** Opens the adapter with the smallest graph there is. */
async function open(): Promise<string | null> {
  const builder = new GraphBuilder('smallest')
  const values = builder.input('values', [4])
  builder.output(builder.node('Neg', [values], [4]))
  try {
    const runtime = await openWebgpu()
    const session = await runtime.open(encodeOnnx(builder.finish()), { isSmall: true })
    await session.release()
    return null
  } catch (error) {
    return wordsOf(error)
  }
}

/** On Linux the Vulkan loader names the GPU itself. */
async function list(): Promise<Extract<FromTrial, { type: 'opened' }>['listed']> {
  if (process.platform !== 'win32' && process.platform !== 'darwin') return []
  const { controllers } = await si.graphics()
  return controllers.map(({ name, model, driverVersion }) => ({
    name: name ?? model,
    driver: driverVersion === undefined || driverVersion === '' ? null : driverVersion,
  }))
}

async function attempt(isCalibrated: boolean): Promise<FromTrial> {
  const failed = (problem: string): FromTrial => ({ type: 'tried', problem, calibration: null })
  try {
    const gpu = await openOnnxEngine('', { device: 'webgpu' })
    const problem = await tryTraining((options) => gpu.compile(options))
    if (problem !== null) return failed(problem)
    if (!isCalibrated) return { type: 'tried', problem: null, calibration: null }
    const webgpu = await calibrate(gpu)
    const cpu = await calibrate(await openOnnxEngine('', { device: 'cpu' }))
    return { type: 'tried', problem: null, calibration: { webgpu, cpu } }
  } catch (error) {
    return failed(wordsOf(error))
  }
}

async function answer(message: ToTrial): Promise<FromTrial> {
  if (message.type === 'try') return attempt(message.isCalibrated)
  const problem = await open()
  const listed = problem === null ? await list().catch(() => []) : []
  return new Promise((resolve) => {
    process.stderr.write(`\n${endOfLog}\n`, () => resolve({ type: 'opened', problem, listed }))
  })
}

const parent = openParentLink()
parent.onMessage((raw) => {
  void answer(toTrialSchema.parse(raw)).then((reply) => parent.post(reply))
})
