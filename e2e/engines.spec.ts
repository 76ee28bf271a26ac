import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './lab-page.ts'
import { violations } from './violations.ts'

test('the engines are listed, and a default that is chosen there trains the next run or says why not', async ({
  lab,
  page,
  session,
}) => {
  await page.getByRole('navigation').getByRole('link', { name: 'Settings and help' }).click()
  const device = (id: string) => page.locator(`[data-device="${id}"]`)
  await expect(device('onnx cpu')).toContainText('ready')
  await expect(device('onnx wasm')).toContainText('Offered only if')
  await expect(device('tensorflow cuda')).toContainText('not installed')
  await expect(page.getByText('Nothing is being installed or tried.')).toBeVisible()
  expect(await violations(page, { within: 'main' })).toEqual([])

  const choice = page.getByRole('combobox', { name: 'Runs that name no engine train on' })
  // By the keyboard alone; TensorFlow, which would stand behind it, is not installed here.
  await choice.focus()
  await page.keyboard.press('End')
  await expect(device('onnx wasm')).toContainText('default')
  await page.reload()
  await expect(choice).toHaveValue('onnx wasm')

  await page.getByRole('link', { name: /^4 / }).click()
  await expect(lab.bar).toContainText('onnx on CPU, WebAssembly')
  const trainedOn = lab.part('4a').getByRole('combobox', { name: 'Trained on' })
  await expect(trainedOn.getByRole('option').first()).toHaveText('Default: onnx on CPU, WebAssembly')
  await lab.set('4a', 'Training images per class', '1')
  await lab.set('4a', 'Epochs', '1')
  await lab.run('4a')
  await expect(lab.status()).toHaveText('completed')
  await expect(lab.bar.locator('.engine')).toHaveAttribute('title', /WebAssembly.*The default of this lab/)

  // A default that this machine cannot use any more.
  mkdirSync(join(session.home, 'engines'), { recursive: true })
  writeFileSync(
    join(session.home, 'engines', 'default.json'),
    JSON.stringify({ engine: 'tensorflow', device: 'cuda' }),
  )
  await lab.part('4a').getByRole('button', { name: 'Run 4a' }).click()
  await expect(lab.bar).toContainText(
    'The default of this lab, tensorflow on the device "cuda", was not used.',
  )
  await expect(lab.status()).toHaveText('completed')
  const newest =
    readdirSync(join(session.home, 'runs'))
      .filter((name) => !name.startsWith('.'))
      .sort()
      .at(-1) ?? ''
  const { run } = JSON.parse(readFileSync(join(session.home, 'runs', newest, 'run.json'), 'utf8')) as {
    run: { engine: { name: string; insteadOf: string } }
  }
  expect(run.engine).toMatchObject({ name: 'onnx' })
  expect(run.engine.insteadOf).toContain('not installed')

  await page.evaluate(() => (location.hash = '#/engines'))
  await expect(page.getByText('The default cannot be used now')).toBeVisible()
  await lab.fitsAtHighZoom()
})
