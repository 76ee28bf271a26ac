import { expect, test } from './lab-page.ts'
import type { LabPage } from './lab-page.ts'
import { violations } from './violations.ts'

/** The section of a slot; the largest batch is found by a run of its own within part c. */
const section = (lab: LabPage, slot: string) => lab.page.locator(`[data-slot="${slot}"]`)

test.beforeEach(async ({ lab }) => {
  await lab.page
    .getByRole('navigation')
    .getByRole('link', { name: /^5 Memory/ })
    .click()
})

async function small(lab: LabPage, slot: string, numbers: Readonly<Record<string, string>>): Promise<void> {
  const part = section(lab, slot)
  await part.getByRole('combobox', { name: 'Network' }).selectOption('resnet18')
  for (const [label, value] of Object.entries({ 'Image side': '32', ...numbers })) {
    const box = part.getByRole('spinbutton', { name: label, exact: true })
    await box.fill(value)
    await box.press('Tab')
  }
}

async function finished(lab: LabPage): Promise<void> {
  await expect(lab.status()).toHaveText('completed')
}

test('5a counts the parameters before any run, and measures the context stage by stage', async ({ lab }) => {
  await lab.open('5a')
  const part = section(lab, '5a')
  const table = part.getByRole('region', { name: 'Parameters of ResNet-152' })
  await expect(table).toContainText('58 164 298'.replaceAll(' ', '\u202f'))
  await table.getByRole('button', { name: 'layer1, 3 blocks' }).press('Enter')
  await table.getByRole('button', { name: 'layer1.0, 12 layers' }).press('Enter')
  await expect(table.getByRole('row', { name: /layer1\.0\.conv1/ })).toContainText('4\u202f096')

  await small(lab, '5a', { 'Steps per reading': '2' })
  await lab.run('5a')
  await finished(lab)
  const stages = part.getByRole('img', { name: /^Memory stage by stage/ })
  await expect(stages).toHaveAttribute('aria-label', /model loaded: .*taken at this stage \d/)
  const values = lab.values('5a')
  await expect(values.locator('[data-value="5a.parameters"]')).toContainText('11\u202f181\u202f642')
  await expect(part).toContainText(/Context, (on the GPU|in host memory): [\d.\u202f]+ MiB/)

  // Another run lies over it in every curve, named by how its settings differ.
  await lab.set('5a', 'Steps per reading', '3')
  const changed = part.getByText('The settings differ from the run shown')
  await expect(changed).toBeVisible()
  await lab.run('5a')
  await expect(changed).toBeHidden()
  await finished(lab)
  await part.locator('summary').filter({ hasText: 'Earlier runs' }).click()
  await part.getByRole('checkbox', { name: /steps per reading 2/ }).check()
  for (const chart of ['Training loss', 'Memory', 'Throughput'])
    expect(await lab.csv('5a', chart)).toContain('ResNet-18, steps per reading 2')
})

test('5b puts the three optimizers beside their predictions', async ({ lab }) => {
  await lab.open('5b')
  await small(lab, '5b', { 'Steps per reading': '2', 'Batch size': '2' })
  await lab.run('5b')
  await finished(lab)
  const bars = section(lab, '5b').getByRole('img', { name: /^Predicted and measured memory, ResNet-18/ })
  for (const optimizer of ['SGD', 'SGD with momentum', 'Adam'])
    await expect(bars).toHaveAttribute(
      'aria-label',
      new RegExp(`${optimizer}, measured: process and engine \\d[^;]*unexplained −?\\d`),
    )
  const memory = (await lab.csv('5b', 'Memory')).split('\r\n')
  expect(memory.filter((row) => row.startsWith('Adam'))).toHaveLength(2)
  expect(await violations(lab.page)).toEqual([])
})

test('5c trains each batch size in a process of its own', async ({ lab }) => {
  await lab.open('5c')
  await small(lab, '5c', { 'Training images': '16', Epochs: '2' })
  const sizes = section(lab, '5c').getByRole('textbox', { name: 'Batch sizes' })
  await sizes.fill('8, 16')
  await sizes.press('Tab')
  await lab.run('5c')
  await finished(lab)
  const rows = section(lab, '5c')
    .getByRole('table', { name: /^Each batch size/ })
    .getByRole('row')
  await expect(rows.filter({ hasText: 'trained' })).toHaveCount(2)
  await expect(rows.filter({ hasText: 'fastest' })).toHaveCount(1)
  await expect(section(lab, '5c')).toContainText(
    /Fitted: −?[\d.\u202f]+ MiB\s[+−]\s+[\d.\u202f]+ MiB × batch size/,
  )
  const accuracy = (await lab.csv('5c', 'Accuracy against wall time')).split('\r\n')
  expect(accuracy.filter((row) => row.startsWith('batch 16'))).toHaveLength(2)
  // With the marks of the fastest and the best in its table, which are said to readers who do not see them.
  await lab.fitsAtHighZoom()
})

test('the largest batch is searched against the memory to fit into', async ({ lab }) => {
  await lab.open('5c')
  const part = section(lab, '5c-largest')
  const numbers = { 'Steps per reading': '1', 'Training images': '16', 'Memory to fit into': '8192' }
  await small(lab, '5c-largest', numbers)
  await part.getByRole('button', { name: 'Run largest batch' }).click()
  await finished(lab)
  // All images of so small a subset fit, and the panel says that the images ran out and not the memory.
  await expect(part).toContainText('The largest batch that fits with the margin is 16')
  await expect(part.getByRole('group', { name: 'Readings to doubt' })).toContainText('images ran out')
})

test('a run that would not fit asks first, and is not begun without a yes', async ({ lab }) => {
  await lab.open('5b')
  const part = section(lab, '5b')
  await part.getByRole('button', { name: 'Homework’s setting' }).click()
  const batch = part.getByRole('spinbutton', { name: 'Batch size', exact: true })
  await batch.fill('4096')
  await batch.press('Tab')
  await part.getByRole('button', { name: 'Run 5b' }).press('Enter')
  const dialog = lab.page.getByRole('dialog', { name: 'This run may not fit' })
  await expect(dialog).toContainText(/predicted to need [\d\u202f]+ MiB/)
  expect(await violations(lab.page)).toEqual([])
  await lab.page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(part.getByRole('button', { name: 'Run 5b' })).toBeFocused()
  await expect(lab.bar).toContainText('no steps yet')
})
