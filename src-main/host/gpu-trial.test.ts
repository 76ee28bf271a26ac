import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LabClient } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import type { LabDescription } from '#contract/messages.ts'
import { fakeTrials } from '#engines/onnx/webgpu/trials.testing.ts'
import { createLab, type Lab } from '#main/lab.ts'
import type { StartProcess } from '#processes/link.ts'

let home = ''
let variable: string | undefined
let lab: Lab | undefined
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lab182-trial-'))
  variable = process.env['VK_ICD_FILENAMES']
  const manifest = join(home, 'card.json')
  writeFileSync(manifest, JSON.stringify({ ICD: { library_path: './libcard.so' } }))
  process.env['VK_ICD_FILENAMES'] = manifest
})
afterEach(async () => {
  await lab?.close()
  if (variable === undefined) delete process.env['VK_ICD_FILENAMES']
  else process.env['VK_ICD_FILENAMES'] = variable
  rmSync(home, { recursive: true })
})

const webgpuOf = (engines: LabDescription['engines']) =>
  engines.find(({ name }) => name === 'onnx')?.devices.find(({ device }) => device.id === 'webgpu')

describe.runIf(process.platform === 'linux')('a GPU that has to be tried', () => {
  test('does not keep the page waiting, which hears of it when it has passed', async () => {
    const { startProcess: startTrial } = fakeTrials('Card 9000')
    let letGo = (): void => undefined
    /** A GPU that takes as long as it likes, beside processes that do nothing. */
    const startProcess: StartProcess = (entry, options) => {
      const link = startTrial(entry, options)
      if (entry !== 'webgpu-probe') return { ...link, post: () => undefined }
      const held = new Promise<void>((resolve) => (letGo = resolve))
      return { ...link, post: (message) => void held.then(() => link.post(message)) }
    }
    lab = await createLab({ home, host: 'test', startProcess })
    const [near, far] = memoryPorts()
    const changed = new Promise<LabDescription['engines']>((resolve) => {
      const client = new LabClient(near, {
        onEvent: (event) => {
          if (event.type === 'engines.changed') resolve(event.engines)
        },
      })
      lab?.connect(far)
      void client.request('lab.describe', {}).then(({ engines }) => {
        expect(webgpuOf(engines)?.problem).toMatch(/not been tried yet/)
        letGo()
      })
    })
    expect(webgpuOf(await changed)).toMatchObject({ problem: null, device: { name: 'Card 9000' } })
  })

  test('is tried by a terminal only when it is asked for', async () => {
    const trials = fakeTrials('Card 9000')
    lab = await createLab({ home, host: 'terminal', startProcess: trials.startProcess })
    expect(trials.count()).toBe(0)
    await lab.tryDevices()
    await lab.tryDevices()
    expect(trials.count()).toBe(1)
  })
})
