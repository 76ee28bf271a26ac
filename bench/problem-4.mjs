/** Problem 4 as the lab runs it, and the same images and networks written down for PyTorch. */
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LabClient } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import { isLive, usualSeed } from '#contract/runs.ts'
import { sourceOf } from '#experiments/p4-inductive-bias/job.ts'
import * as overfit from '#experiments/p4-inductive-bias/parts/4a.ts'
import * as moreImages from '#experiments/p4-inductive-bias/parts/4b.ts'
import * as procedure from '#experiments/p4-inductive-bias/parts/4c.ts'
import * as shift from '#experiments/p4-inductive-bias/parts/4d.ts'
import * as permutation from '#experiments/p4-inductive-bias/parts/4e.ts'
import * as pooling from '#experiments/p4-inductive-bias/parts/4f.ts'
import { cellTrack } from '#experiments/p4-inductive-bias/pure/cells.ts'
import { networkImages } from '#experiments/p4-inductive-bias/pure/data.ts'
import { homeFolder } from '#host/home-folder.ts'
import { createLab } from '#main/lab.ts'
import { forkFrom } from '#processes/fork.ts'

export { cellTrack, usualSeed }

const shorter = process.env.EPOCHS ? { epochs: Number(process.env.EPOCHS) } : {}
const of = ({ part, plan }, given = {}) => ({ id: part.id, given: { ...given, ...shorter }, part, plan })
/** The parts at the homework's settings; 4c without the larger sets that only the MLP gets, which the lab adds. */
export const parts = [
  of(overfit),
  of(moreImages),
  of(procedure, { mlpPerClass: [] }),
  of(shift),
  of(permutation),
  of(pooling),
]

const planOf = ({ part, plan, given }) => plan(part.slots.main.typed(given))

/** How many networks a part trains, and for how many epochs. */
export function sizeOf(part) {
  const { cells } = planOf(part)
  return { networks: cells.length, epochs: cells[0]?.epochs ?? 0 }
}

/** Writes the images of a part as files of bytes into `folder`; returns what bench/pytorch/p4.py is to be asked. */
export async function writeForPyTorch(part, folder, seed) {
  const plan = planOf(part)
  const source = sourceOf(plan, seed, 0)
  const write = async (role, perClass) => {
    const { pixels, labels } = networkImages(source, role, perClass)
    const base = `${folder}/${part.id}-${role}-${perClass}`
    await writeFile(`${base}.pixels`, pixels)
    await writeFile(`${base}.labels`, Uint8Array.from(labels))
    return [`${role} ${perClass}`, `${base}.pixels`, `${base}.labels`]
  }
  const data = []
  for (const perClass of new Set(plan.cells.map((cell) => cell.perClass)))
    data.push(await write('train', perClass))
  const validation = source.validationImages
  if (validation > 0) data.push(await write('validation', validation))
  return {
    data,
    cells: plan.cells.map(({ network, perClass, epochs, batchSize, learningRate, momentum }) => ({
      network,
      classes: source.classes.length,
      epochs,
      batch_size: batchSize,
      learning_rate: learningRate,
      momentum,
      examples: `train ${perClass}`,
      validation: validation > 0 ? `validation ${validation}` : null,
    })),
  }
}

/** Gives a lab in `folder` the engines that the user's own lab has fetched. */
export const lendEngines = (folder) => symlink(join(homeFolder(), 'engines'), join(folder, 'engines'))

/**
 * The whole lab, its trainers processes beside this one, and a page's client that receives every sample and
 * snapshot. `run` carries one part out and returns the wall seconds from the request to the end, the run, what every
 * track logged, by series, and the CPU seconds of this process, which keeps and passes on all that the trainers yield.
 */
export async function openLab(home) {
  const lab = await createLab({
    home,
    host: 'terminal',
    startProcess: forkFrom(new URL('.', import.meta.url)),
  })
  const [near, far] = memoryPorts()
  /** @type {(event: any) => void} */
  let heard = () => undefined
  const client = new LabClient(near, { onEvent: (event) => heard(event) })
  lab.connect(far)
  const run = async ({ id: part, given }, seed, engine = 'auto') => {
    const start = performance.now()
    const before = process.cpuUsage()
    /** @type {any} */
    let end = null
    let received = 0
    const curves = new Map()
    const complete = /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        heard = (event) => {
          if (event.type === 'run.changed' && !isLive(event.run.status))
            end ??= { run: event.run, seconds: (performance.now() - start) / 1000 }
          if (event.type === 'run.samples') {
            for (const batch of event.batches) {
              received += batch.steps.length
              keep(curves, batch)
            }
            client.request('run.ack', { run: event.run }).catch(() => undefined) // the last one may cross the end
          }
          if (end && (end.run.status !== 'completed' || received >= end.run.samples)) resolve(undefined)
        }
      })
    )
    const request = { part, slot: 'main', params: given, seed, engine }
    const { id } = await client.request('run.start', { request, stepsPerSecond: null, isPaused: false })
    await client.request('run.watch', { run: id, from: {}, snapshots: 0 })
    await complete
    if (end.run.status !== 'completed') throw new Error(`${part}: ${end.run.problem ?? end.run.status}`)
    const { user, system } = process.cpuUsage(before)
    return { ...end, curves, ownSeconds: (user + system) / 1e6 }
  }
  return {
    run,
    close: async () => {
      client.close()
      await lab.close()
    },
  }
}

function keep(curves, { track, series }) {
  const known = curves.get(track) ?? {}
  for (const [id, values] of Object.entries(series)) (known[id] ??= []).push(...values)
  curves.set(track, known)
}
