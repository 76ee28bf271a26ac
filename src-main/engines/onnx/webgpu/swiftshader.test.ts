import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from 'vite'
import { forkFrom } from '#processes/fork.ts'
import type { StartProcess } from '#processes/link.ts'
import { noSoftwareGpu, softwareGpu } from '../../testing/software-gpu.ts'
import { fromTrialSchema, type ToTrial } from './trial-protocol.ts'
import { tryWebgpu } from './try-webgpu.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const env = softwareGpu()

if (env === null) it.skip(`the trial on a GPU in software, because ${noSoftwareGpu}`)
else
  describe('the trial on a GPU in software', () => {
    let folder = ''
    let startProcess: StartProcess
    beforeAll(async () => {
      // Inside the project, so that what is built finds its packages.
      folder = mkdtempSync(join(root, 'node_modules', '.webgpu-probe-'))
      await build({
        ...{ root, configFile: false, logLevel: 'warn' },
        build: {
          ...{ ssr: true, outDir: folder, target: 'node20' },
          rolldownOptions: {
            input: { 'webgpu-probe': fileURLToPath(new URL('probe-child.ts', import.meta.url)) },
          },
        },
      })
      const fork = forkFrom(pathToFileURL(`${folder}/`))
      startProcess = (entry, options) => fork(entry, { ...options, env: { ...options?.env, ...env } })
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    it('passes, and is recognised as software', { timeout: 240_000 }, async () => {
      const { signal } = new AbortController()
      expect(await tryWebgpu({ startProcess, signal })).toEqual({
        outcome: 'passed',
        adapter: {
          ...{ backend: 'vulkan', driver: 'libvk_swiftshader.so', isSoftware: true },
          name: expect.stringContaining('SwiftShader') as string,
        },
        calibration: null,
      })
    })

    it('measures more for a layer than the CPU takes', { timeout: 240_000 }, async () => {
      const child = startProcess('webgpu-probe', { onComplaint: () => undefined })
      try {
        const answer = new Promise((resolve, reject) => {
          child.onMessage(resolve)
          child.onExit((how) => reject(new Error(`the process ${how}`)))
        })
        child.post({ type: 'try', isCalibrated: true } satisfies ToTrial)
        const tried = fromTrialSchema.parse(await answer)
        expect(tried).toMatchObject({ type: 'tried', problem: null })
        const { webgpu, cpu } = (tried.type === 'tried' ? tried.calibration : null) ?? {}
        // Two orders of magnitude lie between them.
        expect(webgpu?.layerMs).toBeGreaterThan(cpu?.layerMs ?? NaN)
        expect(webgpu?.megaMs).toBeGreaterThan(cpu?.megaMs ?? NaN)
      } finally {
        child.kill()
      }
    })
  })
