/**
 * The same networks on every engine that opens and in PyTorch eager, as many threads each as there are cores.
 * Each contestant has a process of its own for each workload; they take turns of about a second, so that whatever
 * else the machine does meets all, and the median of the turns counts. ROUNDS: turns of each (5 by default).
 * ONLY: a part of a workload's name. LAB182_HOME: the lab's data folder, where TensorFlow's library lies.
 */
import { availableParallelism, loadavg } from 'node:os'
import { pathToFileURL } from 'node:url'
import { buildEntry } from './build-entry.mjs'
import { messageOf, openJsonChild } from './json-child.mjs'
import { markdownTable, median, threeDigits } from './medians.mjs'
import { openPyTorch, withoutPyTorch } from './pytorch.mjs'

const turnSeconds = 1
const pause = () => new Promise((resolve) => setTimeout(resolve, 100)) // thread pools spin a moment after their work

function contestantsOf(entry) {
  const home = process.env.LAB182_HOME ?? ''
  const engine = (name) => ({
    name,
    open: () => openJsonChild(process.execPath, [entry, name, home], { TF_CPP_MIN_LOG_LEVEL: '2' }),
  })
  const pytorch = { name: 'PyTorch', open: () => openPyTorch('networks.py', availableParallelism()) }
  return [engine('onnx'), engine('tensorflow'), pytorch]
}

/** Says which contestants there are, and why the others are missing; returns those that came up. */
async function thoseThatOpen(all) {
  const there = []
  for (const contestant of all) {
    const child = await contestant.open()
    if (child.missing !== undefined) {
      const sentence =
        contestant.name === 'PyTorch'
          ? withoutPyTorch(child.missing)
          : `No figures of ${contestant.name}: ${child.missing}`
      console.log(sentence)
      continue
    }
    console.log(`${contestant.name}: ${'name' in child ? child.name : child.greeting.name}`)
    await child.close()
    there.push(contestant)
  }
  return there
}

/** Found by trial: more steps, until they take a fifth of a turn. */
async function stepsOfATurn(child) {
  for (let steps = 2; ; steps *= 4) {
    const { seconds } = await child.ask({ steps })
    if (seconds > turnSeconds / 5) return Math.max(2, Math.round((steps * turnSeconds) / seconds))
  }
}

/** Steps a second (median of the turns), seconds to the first step, and peak bytes, by contestant. */
async function time(contestants, { model, batchSize }, rounds) {
  const runs = []
  for (const { name, open } of contestants) {
    const child = await open()
    try {
      if (child.missing !== undefined) throw new Error(child.missing)
      const { firstStepSeconds } = await child.ask({ model, batchSize })
      const steps = await stepsOfATurn(child)
      runs.push({ name, child, steps, firstStepSeconds, rates: [] })
    } catch (error) {
      console.log(`  ${name} failed on ${model.name} at batch ${batchSize}: ${messageOf(error)}`)
      if (child.missing === undefined) await child.close()
    }
  }
  for (let round = 0; round < rounds; round++)
    for (const { child, steps, rates } of runs) {
      await pause()
      rates.push(steps / (await child.ask({ steps })).seconds)
    }
  const results = {}
  for (const { name, child, firstStepSeconds, rates } of runs) {
    const { peakBytes } = await child.ask({ memory: true })
    await child.close()
    results[name] = { rate: median(rates), rates, firstStepSeconds, peakBytes }
  }
  return results
}

const inMB = (bytes) => `${Math.round(bytes / 1e6)} MB`

const ratioOf = (results, name) =>
  results.PyTorch && results[name] ? results[name].rate / results.PyTorch.rate : null

/** A cell of the table; empty for a contestant that failed. */
const cell = (result, write) => (result ? write(result) : '')

function show({ title, batchSize }, results) {
  console.log(`\n${title}, batch ${batchSize}`)
  for (const [name, { rate, rates, firstStepSeconds, peakBytes }] of Object.entries(results)) {
    const ratio = name === 'PyTorch' ? null : ratioOf(results, name)
    console.log(
      `  ${name.padEnd(10)} ${threeDigits(rate)} steps/s (${threeDigits(Math.min(...rates))} to ${threeDigits(Math.max(...rates))})` +
        `${ratio === null ? '' : `, ${threeDigits(ratio)} times PyTorch`}` +
        `; first step after ${threeDigits(firstStepSeconds)} s; peak ${inMB(peakBytes)}`,
    )
  }
}

function summary(names, measured) {
  const engines = names.filter((name) => name !== 'PyTorch')
  const hasPyTorch = engines.length < names.length
  const header = [
    'network',
    'batch',
    ...names.map((name) => `${name}, steps/s`),
    ...(hasPyTorch ? [...engines.map((name) => `${name} / PyTorch`), 'goal'] : []),
    ...names.map((name) => `${name}, first step`),
    ...names.map((name) => `${name}, peak`),
  ]
  const rows = measured.map(([{ title, batchSize, target }, results]) => [
    title,
    String(batchSize),
    ...names.map((name) => cell(results[name], ({ rate }) => threeDigits(rate))),
    ...(hasPyTorch
      ? [...engines.map((name) => cell(ratioOf(results, name), threeDigits)), String(target)]
      : []),
    ...names.map((name) =>
      cell(results[name], ({ firstStepSeconds }) => `${threeDigits(firstStepSeconds)} s`),
    ),
    ...names.map((name) => cell(results[name], ({ peakBytes }) => inMB(peakBytes))),
  ])
  return markdownTable(header, rows)
}

/** Prints the table of the networks and that of the batch sizes. */
export async function runNetworks() {
  const rounds = Number(process.env.ROUNDS ?? 5)
  const isAsked = ({ title, batchSize }) => `${title}, batch ${batchSize}`.includes(process.env.ONLY ?? '')
  const [load = 0] = loadavg()
  if (load > 0.5 * availableParallelism())
    console.log(
      `The machine is busy (load ${load.toFixed(1)} on ${availableParallelism()} cores), so these figures are not worth quoting: PyTorch's threads suffer more from it than others.`,
    )
  const entry = await buildEntry('networks')
  const { workloads, sweep } = await import(pathToFileURL(await buildEntry('network-workloads')).href)
  const contestants = await thoseThatOpen(contestantsOf(entry))
  const names = contestants.map(({ name }) => name)
  const known = new Map()
  const measure = async (workload) => {
    const key = `${workload.title} ${workload.batchSize}`
    const results = known.get(key) ?? (await time(contestants, workload, rounds))
    if (!known.has(key)) show(workload, results)
    known.set(key, results)
    return [workload, results]
  }
  const measured = []
  for (const workload of workloads.filter(isAsked)) measured.push(await measure(workload))
  if (measured.length > 0) console.log(`\n${summary(names, measured)}`)
  const swept = []
  for (const workload of sweep.filter(isAsked)) swept.push(await measure(workload))
  const rows = swept.map(([{ batchSize }, results]) => [
    String(batchSize),
    ...names.map((name) => cell(results[name], ({ rate }) => threeDigits(rate))),
  ])
  if (rows.length > 0)
    console.log(`\n${markdownTable(['CNN, batch', ...names.map((name) => `${name}, steps/s`)], rows)}`)
}
