import { mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from './lab-page.ts'

test('1i trains both networks on the synthetic images and says that they are synthetic', async ({ lab }) => {
  await lab.open('1i')
  await lab.set('1i', 'Epochs', '1')
  await lab.set('1i', 'Training images', '640')
  await lab.set('1i', 'Test images', '100')
  await expect(lab.part('1i')).toContainText('Expected time')
  await lab.run('1i')
  await expect(lab.status()).toHaveText('completed')
  await expect(lab.values('1i')).toContainText(/synthetic/)
  await expect(lab.values('1i').locator('[data-value="1i.p75.cheat"]')).toContainText(/\d %|\d+\.\d+/)
  await expect(lab.bar).toContainText('onnx')
  const rows = (await lab.csv('1i', 'Loss without and with dropout')).split('\r\n')
  expect(rows.filter((row) => row.startsWith('"training') || row.startsWith('training'))).toHaveLength(20)
})

test('a damaged archive is refused with a sentence, and nothing is imported', async ({ lab, session }) => {
  const folder = join(session.home, 'cifar-10-batches-bin')
  mkdirSync(folder)
  writeFileSync(join(folder, 'data_batch_1.bin'), Buffer.alloc(3073 * 10 - 1))
  await lab.open('1i')
  const part = lab.part('1i')
  await part.getByText('Get CIFAR-10').click()
  await part.getByRole('textbox', { name: /Path of the archive/ }).fill(folder)
  await part.getByRole('button', { name: 'Import' }).click()
  await expect(part.getByRole('alert')).toContainText(/CIFAR-10|data_batch/)
  await expect(part).toContainText('shapes10')
})

test('Enter in the box of the path imports, from a path with ~ in it too', async ({ lab }) => {
  await lab.open('1i')
  const part = lab.part('1i')
  await part.getByText('Get CIFAR-10').click()
  const box = part.getByRole('textbox', { name: /Path of the archive/ })
  await box.press('Enter')
  await expect(part.getByRole('alert')).toContainText('The path is missing')
  await box.fill('~/no such archive.tar.gz')
  await box.press('Enter')
  await expect(part.getByRole('alert')).toContainText(
    join(homedir(), 'no such archive.tar.gz; check the path.'),
  )
})
