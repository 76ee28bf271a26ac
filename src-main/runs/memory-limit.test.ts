/** Trainer processes under a real limit of memory: the kernel refuses them more, and the lab lives on. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Table } from '#contract/samples.ts'
import { isLive, type RunRequest, type RunSummary } from '#contract/runs.ts'
import type { StartProcess } from '#processes/link.ts'
import { RunManager } from './run-manager.ts'
import { RunStore } from './run-store.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const outDir = `${root}out/test/memory-limit`

/**
 * Starts the built trainer so that the kernel gives it no more than `mebibytes` of memory that it can write to. Not of
 * address space: of that V8 reserves more than a gibibyte, beside which a small network would not be noticed.
 */
const limitedTo =
  (mebibytes: number): StartProcess =>
  (entry) => {
    const script = `ulimit -d ${1024 * mebibytes}; exec "$0" "$@"`
    const child = spawn('/bin/sh', ['-c', script, process.execPath, `${outDir}/${entry}.js`], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    })
    child.on('error', () => undefined)
    return {
      pid: child.pid,
      post: (message) => {
        if (child.connected) child.send(message as object, () => undefined)
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) =>
        void child.once('exit', (code, signal) =>
          listener(signal ? `ended by signal ${signal}` : `ended with code ${code}`, code),
        ),
      kill: () => void child.kill('SIGKILL'),
    }
  }

async function carryOut(mebibytes: number, request: Partial<RunRequest>): Promise<RunSummary> {
  const folder = await mkdtemp(join(tmpdir(), 'lab182-limit-'))
  const manager = new RunManager(new RunStore(folder), limitedTo(mebibytes), { lab182: 'test' })
  try {
    const run = await manager.start(
      { part: '5c', slot: 'main', params: {}, seed: 182, engine: 'onnx', ...request },
      { stepsPerSecond: null, isPaused: false },
    )
    for (;;) {
      if (!isLive(manager.head(run.id).status)) return await manager.summary(run.id)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  } finally {
    await manager.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const table = (run: RunSummary, id: string): Table => {
  const value = run.values[id]?.value
  if (typeof value !== 'object' || value === null) throw new Error(`${id} is no table: ${run.problem}`)
  return value
}
const small = { model: 'resnet18', side: 64, dataset: 'shapes10' }

describe.skipIf(process.platform !== 'linux')(
  'a trainer that the kernel refuses memory (ulimit, on Linux)',
  () => {
    beforeAll(async () => {
      await build({
        root,
        configFile: false,
        logLevel: 'error',
        build: {
          ssr: true,
          outDir,
          target: 'node20',
          rolldownOptions: { input: { trainer: `${root}src-main/trainer/child.ts` } },
        },
      })
    }, 120_000)
    afterAll(() => rm(outDir, { recursive: true, force: true }))

    it('leaves an out-of-memory row beside the batch sizes that fit', async () => {
      const params = { ...small, batchSizes: [8, 128], trainImages: 128, epochs: 1, steps: 1 }
      const run = await carryOut(950, { params })
      expect(run.status, run.problem ?? '').toBe('completed')
      const { rows } = table(run, '5c.memory')
      expect(rows.map((row) => [row[0], row[4]])).toEqual([
        [8, 'trained'],
        [128, 'out of memory'],
      ])
      expect(rows[1]?.[1]).toBeNull()
      expect(run.values['5c.fastest']).toEqual({ value: 8 })
    }, 400_000)

    it('ends the search within one step of what the limit allows', async () => {
      const [limit, batchStep] = [700, 32]
      const params = {
        ...small,
        optimizer: 'sgd',
        trainImages: 256,
        budgetMiB: 1_048_576,
        margin: 0,
        steps: 1,
        batchStep,
        attempts: 20,
      }
      const run = await carryOut(limit, { slot: 'largest', params })
      expect(run.status, run.problem ?? '').toBe('completed')
      const { rows } = table(run, '5c.attempts')
      const sizes = (outcome: string): number[] =>
        rows.filter((row) => row[4] === outcome).map((row) => Number(row[1]))
      const largest = Math.max(...sizes('fits'))
      for (const row of rows) if (row[4] === 'fits') expect(Number(row[3])).toBeLessThan(limit)
      expect(run.values['5c.largestBatch']).toEqual({ value: largest })
      expect(sizes('out of memory').length).toBeGreaterThan(0)
      expect(Math.min(...sizes('out of memory')) - largest).toBeLessThanOrEqual(batchStep)
      expect(Math.min(...sizes('out of memory'))).toBeGreaterThan(largest)
    }, 400_000)
  },
)
