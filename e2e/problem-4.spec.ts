import type { Page } from '@playwright/test'
import { expect, test, type LabPage } from './lab-page.ts'
import { violations } from './violations.ts'

/** What a part is trained with here: as little as shows that everything works. */
type Settings = Readonly<Record<string, string>>

const sweep: Settings = {
  'Training images per class': '4, 6',
  Epochs: '2',
  'Validation images': '5',
}

async function openProblem(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: '4 Inductive bias of CNNs' }).click()
  await expect(page.locator('#part-4a')).toBeInViewport()
}

/** Fills the form of a slot, whatever kind its fields are of, and runs it to its end. */
async function train(lab: LabPage, slot: string, button: string, settings: Settings): Promise<void> {
  await fill(lab, slot, settings)
  await lab.part(slot).getByRole('button', { name: button }).click()
  await expect(lab.status()).toHaveText('completed')
}
async function fill(lab: LabPage, slot: string, settings: Settings): Promise<void> {
  await lab.part(slot).scrollIntoViewIfNeeded()
  for (const [label, value] of Object.entries(settings)) {
    const field = lab
      .part(slot)
      .locator('[data-field]')
      .filter({ has: lab.page.getByText(label, { exact: true }) })
    const box = field.locator('input:not([type="range"])')
    await box.fill(value)
    await box.press('Tab')
  }
}
const rowsOf = (csv: string, trace: string): string[] =>
  csv.split('\r\n').filter((row) => row.startsWith(trace) || row.startsWith(`"${trace}`))

test.beforeEach(async ({ lab }) => openProblem(lab.page))

test('4a overfits both networks, with kernels for every epoch and images that say what they are', async ({
  lab,
  page,
}) => {
  const part = lab.part('4a')
  await expect(part.getByRole('group', { name: 'Learned kernels' })).toContainText('not trained yet')
  await train(lab, '4a', 'Run 4a', { 'Training images per class': '4', Epochs: '3' })
  await expect(lab.values('4a').locator('[data-value="4a.cnn.parameters"]')).toContainText('606')
  await expect(lab.values('4a').locator('[data-value="4a.mlp.parameters"]')).toContainText(/39\s?793/)
  await expect(lab.values('4a').locator('[data-value="4a.mlp.trainAccuracy"]')).toContainText('%')
  expect(rowsOf(await lab.csv('4a', 'Accuracy with 4 images a class'), 'CNN')).toHaveLength(3)

  const kernels = part.getByRole('group', { name: 'Kernels', exact: true })
  await expect(kernels).toContainText('after epoch 3')
  const slider = kernels.getByRole('slider', { name: 'Epoch' })
  await slider.focus()
  await page.keyboard.press('Home')
  await expect(kernels).toContainText('after epoch 0')
  await expect(kernels.getByRole('checkbox', { name: 'Follow the latest' })).not.toBeChecked()

  const images = part.getByRole('group', { name: 'Images', exact: true })
  await images.getByRole('listbox', { name: 'Training images, vertical' }).getByRole('option').first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(images.getByRole('status')).toHaveText(
    /^vertical 2: background 0\.\d+; vertical band on column/,
  )
})

test('4b fills its table cell by cell and shows the number of images that is chosen', async ({ lab }) => {
  const part = lab.part('4b')
  await train(lab, '4b', 'Run 4b', sweep)
  await expect(part.locator('[data-stage="done"]')).toHaveCount(6)
  const accuracy = await lab.csv('4b', 'Validation accuracy against training images')
  expect(rowsOf(accuracy, 'CNN, edge detectors')).toHaveLength(2)
  await part.getByRole('radio', { name: 'Show 6' }).check()
  expect(rowsOf(await lab.csv('4b', 'Loss with 6 images a class'), 'MLP, validation')).toHaveLength(2)
  await expect(part.getByRole('group', { name: 'Edge detectors kernels' }).getByRole('img')).toHaveCount(3)
  await expect(lab.values('4b').locator('[data-value="4b.accuracy"]')).toContainText('6 rows')

  // Another run is drawn behind it, in the charts of measured values and of curves alike.
  await train(lab, '4b', 'Run 4b', { ...sweep, Epochs: '3' })
  // Until the new run is there, the bar says that the one before it is completed.
  const earlier = part.locator('summary').filter({ hasText: 'Earlier runs' })
  await expect(earlier).toContainText('(2)')
  await expect(lab.status()).toHaveText('completed')
  await earlier.click()
  await part.getByRole('checkbox', { name: /epochs 2/ }).check()
  const overlaid = await lab.csv('4b', 'Validation accuracy against training images')
  expect(rowsOf(overlaid, 'MLP, epochs 2')).toHaveLength(2)
  const curves = await lab.csv('4b', 'Loss with 6 images a class')
  expect(rowsOf(curves, 'MLP, validation, epochs 2')).toHaveLength(2)
  expect(rowsOf(curves, 'MLP, validation"')).toHaveLength(3)
})

test('4c shows the mean and range of its seeds, confidence, and what the MLP needs', async ({ lab }) => {
  const part = lab.part('4c')
  await train(lab, '4c', 'Run 4c', { ...sweep, 'More images, for the MLP alone': '8', Seeds: '2' })
  await expect(part.locator('[data-stage="done"]')).toHaveCount(5)
  await expect(part.locator('[data-stage="done"]').first()).toContainText(/\d to \d/)
  const [header = ''] = (await lab.csv('4c', 'Validation accuracy against training images')).split('\r\n')
  expect(header).toContain('lowest,highest')
  expect(rowsOf(await lab.csv('4c', 'MLP: confidence of its answers'), 'share right')).toHaveLength(2)
  await expect(part.getByText(/Validation loss (is lowest at epoch \d|has not risen yet)/)).toBeVisible()
  await expect(part.getByRole('table', { name: /MLP is as good as the CNN/ })).toContainText(
    /between|most|more/,
  )
  await part.getByLabel('Kernels and images of seed').selectOption('184')
  await expect(
    part.getByText('6 images a class, seed 184').or(part.getByText('4 images a class, seed 184')),
  ).toBeVisible()
  for (const id of ['4c.accuracy', '4c.epochs', '4c.moreData'])
    await expect(lab.values('4c').locator(`[data-value="${id}"]`)).toContainText('rows')
})

test('the search of 4c is sorted by keyboard', async ({ lab, page }) => {
  const part = lab.part('4c-search')
  await train(lab, '4c-search', 'Run search', {
    'Training images per class': '4',
    Epochs: '2',
    'Validation images': '5',
    'Learning rates to try': '0.01, 0.03',
    'Momenta to try': '0.9',
    'Batch sizes to try': '4',
    'Kernel sizes to try': '3',
  })
  await expect(part.getByText(/CNN, best: learning rate/)).toBeVisible()
  await expect(lab.values('4c-search').locator('[data-value="4c.best"]')).toContainText('rows')
  const heading = part.getByRole('columnheader', { name: 'learning rate' })
  await heading.getByRole('button').focus()
  await page.keyboard.press('Enter')
  await expect(heading).toHaveAttribute('aria-sort', 'descending')
  const firstRate = part.getByRole('table').first().locator('tbody tr').first().locator('td').nth(1)
  await expect(firstRate).toHaveText('0.03')
  await page.keyboard.press('Enter')
  await expect(heading).toHaveAttribute('aria-sort', 'ascending')
  await expect(firstRate).toHaveText('0.01')
})

for (const { slot, button, settings, values } of [
  { slot: '4d', button: 'Run 4d', settings: sweep, values: ['4d.cnn.confusion', '4d.mlp.accuracy'] },
  { slot: '4e', button: 'Run 4e', settings: sweep, values: ['4e.accuracy'] },
  {
    slot: '4e-kernels',
    button: 'Run kernel sweep',
    settings: {
      'Kernel sizes': '1, 7',
      'Training images per class': '4',
      Epochs: '2',
      'Validation images': '5',
    },
    values: ['4e.kernelSweep'],
  },
  { slot: '4f', button: 'Run 4f', settings: sweep, values: ['4f.accuracy', '4f.confusion'] },
])
  test(`${slot} runs to its tables`, async ({ lab }) => {
    await train(lab, slot, button, settings)
    for (const id of values)
      await expect(lab.values(slot).locator(`[data-value="${id}"]`)).toContainText('rows')
  })

test('a sweep stopped in the middle keeps its finished cells, and goes on with the others', async ({
  lab,
}) => {
  const part = lab.part('4b')
  const done = part.locator('[data-stage="done"]')
  await fill(lab, '4b', { 'Training images per class': '10, 15, 20, 25', Epochs: '8' })
  // The run bar acts on the part in view, which filling the form may have left at the foot of the window.
  await lab.open('4b')
  // At full speed a quick machine is through with all cells before the button is pressed; four numbers of images
  // leave cells to stop on a slow one too, which sees the first of them late.
  await lab.bar.getByLabel('Speed').selectOption('5 / s')
  await part.getByRole('button', { name: 'Run 4b' }).click()
  // With its accuracy: at its last epoch alone a network has not given back its result yet.
  await expect(done.filter({ hasText: /\d\s%/ }).first()).toBeVisible()
  await lab.open('4b')
  await lab.bar.getByRole('button', { name: 'Stop' }).click()
  await expect(lab.status()).toHaveText('stopped')
  const finished = await done.count()
  expect(finished).toBeLessThan(12)
  // A cell that ended in the very moment of the stop may have no accuracy yet.
  const kept = (await done.allInnerTexts()).filter((text) => !text.startsWith('–'))
  await expect(part.locator('[data-stage="missing"], [data-stage="halted"]')).toHaveCount(12 - finished)

  await lab.bar.getByRole('button', { name: 'Go on' }).click()
  await lab.bar.getByLabel('Speed').selectOption('full speed')
  await expect(lab.status()).toHaveText('completed')
  await expect(done).toHaveCount(12)
  const all = await done.allInnerTexts()
  for (const text of kept) expect(all).toContain(text)
  await expect(lab.values('4b').locator('[data-value="4b.accuracy"]')).toContainText('12 rows')
})

test('no violation in the panel, and nothing to scroll sideways at 320 pixels', async ({ lab, page }) => {
  await train(lab, '4b', 'Run 4b', sweep)
  for (const ask of ['i', 'ii']) await lab.revealAnswer('4b', ask)
  await lab.revealAnswer('4c', 'iv')
  // The panel has over a thousand pictures that are marked up alike; a few of each kind stand for them.
  expect(await violations(page, { except: '[role="option"]:nth-child(n+3)' })).toEqual([])
  await lab.fitsAtHighZoom()
})
