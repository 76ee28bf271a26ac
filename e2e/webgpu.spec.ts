import { test as base, expect } from '@playwright/test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { noSoftwareGpu, softwareGpu } from '#engines/testing/software-gpu.ts'
import { LabPage } from './lab-page.ts'
import { LabSession } from './lab-session.ts'
import { violations } from './violations.ts'

const environment = softwareGpu()

/** A lab on a machine whose only GPU is one in software. */
const test = base.extend<{ session: LabSession; lab: LabPage }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright wants a pattern here
  session: async ({}, use) => {
    const session = new LabSession(undefined, undefined, environment ?? {})
    await use(session)
    await session.stop()
  },
  lab: async ({ page, session }, use) => {
    await page.goto(await session.start())
    await use(new LabPage(page))
  },
})
test.skip(environment === null, `WebGPU, because ${noSoftwareGpu}`)

const device = 'onnx on SwiftShader Device (Subzero), WebGPU through Vulkan (in software, on the CPU)'

test('4a is trained on WebGPU from the page, and everything names engine and device', async ({
  lab,
  page,
  session,
}) => {
  await page.getByRole('navigation').getByRole('link', { name: '4 Inductive bias of CNNs' }).click()
  const part = lab.part('4a')
  const choice = part.getByRole('combobox', { name: 'Trained on' })
  // The page is there before the GPU has been tried, and hears when it has passed; it is never chosen automatically.
  await expect(choice).toHaveValue('')
  await expect(choice.getByRole('option', { name: /software/ })).toHaveText('onnx on GPU in software')
  await expect(lab.bar).toContainText('onnx on CPU')
  await choice.selectOption('onnx on GPU in software')
  await expect(part.getByText(`${device}.`)).toBeVisible()
  await expect(lab.bar).toContainText('onnx on GPU in software')
  expect(await violations(page, { within: '#part-4a .settings' })).toEqual([])

  await lab.set('4a', 'Training images per class', '1')
  await lab.set('4a', 'Epochs', '1')
  await lab.run('4a')
  await expect(lab.status()).toHaveText('completed')

  await expect(lab.values('4a').locator('[data-value="4a.cnn.trainAccuracy"]')).toContainText('%')
  await expect(lab.bar.locator('.engine')).toHaveAttribute(
    'title',
    new RegExp(`^${device.replace(/[()]/g, '\\$&')}`),
  )
  await expect(lab.values('4a').first()).toContainText(device)
  // The run's record, as it is kept and handed in.
  const runs = join(session.home, 'runs')
  const records = readdirSync(runs)
    .filter((name) => existsSync(join(runs, name, 'run.json')))
    .map((name) => readFileSync(join(runs, name, 'run.json'), 'utf8'))
  expect(records).toHaveLength(1)
  const { run } = JSON.parse(records[0] ?? '') as {
    run: { request: object; engine: { name: string; device: object } }
  }
  expect(run.request).toMatchObject({ engine: 'onnx', device: 'webgpu' })
  expect(run.engine).toMatchObject({
    ...{ name: 'onnx', reason: 'Requested by name.' },
    device: { id: 'webgpu', kind: 'gpu', backend: 'vulkan', isSoftware: true },
  })
})
