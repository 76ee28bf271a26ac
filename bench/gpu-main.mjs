/**
 * `npm run bench -- gpu`, built into one file with its children beside it: every GPU engine of the lab and PyTorch on the
 * same card in the same run. The contestants of a workload lie on the card together and take turns; the median of the
 * turns counts. It imports nothing that builds, so that it also runs on a machine that has only the packed folder.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, release, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deviceWords } from '#contract/devices.ts'
import { listEngines, tryDevices } from '#engines/registry.ts'
import { cheatingCnn } from '#models/cheating-cnn.ts'
import { mlp } from '#models/mlp.ts'
import { resnet } from '#models/resnet.ts'
import { simpleCnn } from '#models/simple-cnn.ts'
import { forkFrom } from '#processes/fork.ts'
import { cardsIn, readCards, withPeakMemory } from './gpu-memory.mjs'
import { profileOnGpu } from './gpu-profile.mjs'
import { readSelection } from './gpu-selection.mjs'
import { eager, gpuTable, ratioToEager } from './gpu-table.mjs'
import { messageOf, openJsonChild } from './json-child.mjs'
import { median } from './medians.mjs'

const here = new URL('.', import.meta.url)
const turnSeconds = 1
/** Few: at 224 pixels a batch of 64 is 39 MB. */
const batches = 2
const depths = /** @type {const} */ ([18, 50, 152])

function workloadsOf({ pixels, batches: sizes, only }) {
  const homework = [
    { title: 'homework CNN, k = 7', model: simpleCnn({ classes: 3, kernel: 7 }), batchSize: 10 },
    { title: 'homework MLP 784-50-10-3', model: mlp({ classes: 3 }), batchSize: 10 },
    { title: "1i's CNN", model: cheatingCnn({ dropRate: 0 }), batchSize: 64 },
  ]
  const large = depths.flatMap((depth) =>
    sizes.map((batchSize) => ({
      title: `ResNet-${depth}, ${pixels} pixels`,
      model: resnet({ depth, classes: 1000, side: pixels }),
      batchSize,
    })),
  )
  return [...homework, ...large].filter(({ title, batchSize }) =>
    `${title}, batch ${batchSize}`.includes(only),
  )
}

/** The devices to measure, and a sentence on each that is left out. */
async function engineContestants(home, withCpu) {
  await tryDevices(home, { startProcess: forkFrom(here), signal: new AbortController().signal })
  const contestants = []
  for (const { name, devices, problem } of await listEngines(home)) {
    if (name === 'typescript') continue
    if (problem !== null) console.log(`No figures of ${name}: ${problem}`)
    for (const { device, problem: why } of devices) {
      if (device.kind !== 'gpu' && !(withCpu && name === 'onnx' && device.id === 'cpu')) continue
      if (why !== null) {
        console.log(`No figures of ${name} on ${device.id}: ${why}`)
        continue
      }
      const label = `${name} ${device.id}`
      console.log(`${label}: ${deviceWords(device)}${device.driver ? `, driver ${device.driver}` : ''}`)
      if (device.isSoftware)
        console.log(`  This GPU is imitated by a program on the CPU, so its figures say nothing of a GPU.`)
      const file = fileURLToPath(new URL('networks.js', here))
      const args = [file, name, home, device.id]
      contestants.push({ label, open: () => openJsonChild(process.execPath, args) })
    }
  }
  return contestants
}

async function pytorchContestants(script, { torchDevice, withCompile }) {
  const threads = String(cpus().length)
  const open = (way) => () =>
    openJsonChild(process.env.PYTHON ?? 'python3', [script, threads, torchDevice, way])
  const child = await open('eager')()
  if (child.missing !== undefined) {
    console.log(
      `No comparison with PyTorch on ${torchDevice}: ${child.missing}. Name an interpreter with torch (PYTHON=/path/to/python), and the device if it is not "cuda" (TORCH_DEVICE=cpu).`,
    )
    return []
  }
  await child.close()
  const { torch, card, cuda, tf32, noCompile } = child.greeting
  console.log(
    `PyTorch ${torch} on ${card === null ? `the CPU, ${threads} threads` : `${card}, CUDA ${cuda}`}`,
  )
  if (tf32) console.log('  Its convolutions may round to TF32, as is usual; the lab keeps 32 bits.')
  if (card === null) console.log('  PyTorch is not on a GPU, so its ratios compare different devices.')
  const contestants = [{ label: eager, open: open('eager') }]
  if (withCompile && noCompile === null)
    contestants.push({ label: 'PyTorch compiled', open: open('compile') })
  else if (withCompile) console.log(`No figures of torch.compile: ${noCompile}`)
  return contestants
}

/** More steps until they take a fifth of a turn. */
async function stepsOfATurn(child) {
  for (let steps = 2; ; steps *= 4) {
    const { seconds } = await child.ask({ steps })
    if (seconds > turnSeconds / 5) return Math.max(2, Math.round((steps * turnSeconds) / seconds))
  }
}

/** The rows of one workload. A contestant that fails is a row with its sentence, and the others go on. */
async function time(contestants, { title, model, batchSize }, { rounds, steps }) {
  const entries = contestants.map(({ label, open }) => ({
    child: null,
    steps: 0,
    open,
    row: {
      ...{ network: title, batch: batchSize, contestant: label, msPerStep: null, turnsMs: [] },
      ...{ firstStepSeconds: null, memory: null, allocatedBytes: null, problem: null },
    },
  }))
  /** Does `work` unless the contestant has failed. */
  const attempt = async (entry, work) => {
    if (entry.row.problem !== null) return
    try {
      await work()
    } catch (error) {
      entry.row.problem = messageOf(error)
      entry.row.turnsMs = []
      const { child } = entry
      entry.child = null
      await child?.close() // its memory is for the others
    }
  }
  for (const entry of entries)
    await attempt(entry, async () => {
      const before = await readCards()
      const child = await entry.open()
      if (child.missing !== undefined) throw new Error(child.missing)
      entry.child = child
      const { result, memory } = await withPeakMemory(child.pid, before, async () => {
        const { firstStepSeconds } = await child.ask({ model, batchSize, batches })
        return { firstStepSeconds, steps: steps ?? (await stepsOfATurn(child)) }
      })
      entry.steps = result.steps
      Object.assign(entry.row, { firstStepSeconds: result.firstStepSeconds, memory })
    })
  for (let round = 0; round < rounds; round++)
    for (const entry of entries)
      await attempt(entry, async () => {
        const { seconds } = await entry.child.ask({ steps: entry.steps })
        entry.row.turnsMs.push((1000 * seconds) / entry.steps)
      })
  for (const entry of entries)
    await attempt(entry, async () => {
      entry.row.allocatedBytes = (await entry.child.ask({ memory: true })).allocatedBytes ?? null
      await entry.child.close()
      entry.row.msPerStep = median(entry.row.turnsMs)
    })
  return entries.map(({ row }) => row)
}

/**
 * Runs the bench with these arguments (gpu-selection.mjs); one that cannot be run says why and sets the exit code.
 * `script`: the path of pytorch/networks.py.
 */
export async function benchGpu(args, script) {
  try {
    await measureGpu(readSelection(args, process.env), script)
  } catch (error) {
    console.error(messageOf(error))
    process.exitCode = 1
  }
}

async function measureGpu(selection, script) {
  const workloads = workloadsOf(selection)
  if (workloads.length === 0)
    throw new Error(`No network's title holds "${selection.only}"; ONLY=ResNet-50, say, is a part of one.`)
  if (selection.isProfiled) {
    for (const workload of workloads) await profileOnGpu(workload, batches)
    return
  }
  const given = process.env.LAB182_HOME
  const home = given || (await mkdtemp(join(tmpdir(), 'lab182-bench-')))
  try {
    const cards = cardsIn(await readCards())
    const machine = `${process.platform} ${release()} ${process.arch}, ${cpus()[0]?.model.trim() ?? 'an unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB`
    console.log(
      `${machine}\n${cards ?? 'There is no nvidia-smi that answers: device memory is not measured.'}`,
    )
    const contestants = [
      ...(await engineContestants(home, selection.withCpu)),
      ...(await pytorchContestants(script, selection)),
    ]
    if (contestants.length === 0) throw new Error('There is nothing to measure on this machine.')
    console.log(
      'PyTorch finds its batches on the device, and so does the lab, unless they take more than 128 MB.\n',
    )
    const rows = []
    const save = async () => {
      if (selection.out === null) return
      const withRatios = rows.map((row) => ({ ...row, speedToPyTorchEager: ratioToEager(row, rows) }))
      const content = { date: new Date().toISOString(), node: process.version, machine, cards }
      await writeFile(
        selection.out,
        `${JSON.stringify({ ...content, selection, rows: withRatios }, null, 2)}\n`,
      )
    }
    for (const workload of workloads) {
      const measured = await time(contestants, workload, selection)
      rows.push(...measured)
      console.log(`${gpuTable(measured)}\n`)
      await save() // what was measured stays if the machine goes
    }
    console.log(gpuTable(rows))
  } finally {
    if (!given) await rm(home, { recursive: true, force: true })
  }
}
