import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { extractText, getDocumentProxy } from 'unpdf'
import { findChromium } from './find-chromium.ts'
import { expect, test, type LabPage } from './lab-page.ts'
import { violations } from './violations.ts'

// The lab that a spec starts prints with the browser of the specs; as root that has no sandbox.
test.beforeAll(() => {
  const browser = findChromium()
  if (browser !== null) process.env['CHROME_PATH'] = browser
  process.env['LAB182_CHROMIUM_NO_SANDBOX'] = '1'
})

const go = (page: Page, hash: string): Promise<unknown> => page.goto(page.url().replace(/#.*|$/, hash))

/** An answer to 1d in words, with a number of its run. Returns the number. */
async function answer1d(lab: LabPage, page: Page): Promise<string> {
  await lab.open('1d')
  await lab.run('1d')
  await expect(lab.status()).toHaveText('completed')
  await go(page, '#/worksheet')
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada Lovelace')
  await page.getByRole('textbox', { name: 'Student ID' }).fill('3031234567')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: /answer to 1d$/ }).click()
  const box = page.getByRole('textbox', { name: 'Answer to 1d' })
  await expect(box).toBeFocused()
  await box.pressSequentially('Dropout makes the curve rough; w1 ends at ')
  await page.getByRole('button', { name: 'Insert number…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Insert a number' })
  const number = dialog.getByRole('button', { name: /^w1 [−0-9.]+/ }).first()
  const text = /^w1 ([−0-9.]+)/.exec((await number.innerText()).replace(/\s+/g, ' '))?.[1] ?? ''
  await number.click()
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Done' }).click()
  return text
}

/** The pages of a PDF: their texts without spaces, and their sizes in points. */
async function pagesOf(path: string): Promise<{ texts: string[]; sizes: [number, number][] }> {
  const pdf = await getDocumentProxy(new Uint8Array(readFileSync(path)))
  const { text } = await extractText(pdf, { mergePages: false })
  const sizes: [number, number][] = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const { width, height } = (await pdf.getPage(number)).getViewport({ scale: 1 })
    sizes.push([Math.round(width), Math.round(height)])
  }
  await pdf.destroy()
  return { texts: text.map((each) => each.replace(/\s+/g, '')), sizes }
}

test('a worksheet becomes PDF, Markdown and zip, in both sizes of paper', async ({ lab, page }) => {
  test.slow() // prints some thirty pages twice
  const number = await answer1d(lab, page)
  await page.getByRole('button', { name: 'Hand in…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Hand in' })
  await expect(dialog).toContainText(/1 of 36 required answers, 0 of 4 optional/)
  await expect(dialog).toContainText('No answer yet.')
  expect(await violations(page, { within: 'dialog[open]' })).toEqual([])

  for (const [paper, width, height] of [
    ['A4', 595, 842],
    ['Letter', 612, 792],
  ] as const) {
    await dialog.getByRole('radio', { name: paper }).check()
    await dialog.getByRole('button', { name: 'Make the files' }).click()
    await expect(dialog.getByText('Made, and each opened again.')).toBeVisible({ timeout: 60_000 })
    const folder = await dialog.getByRole('heading', { name: /^In / }).innerText()
    const path = (name: string): string => join(folder.slice('In '.length), name)
    const { texts, sizes } = await pagesOf(path('homework.pdf'))
    expect(new Set(sizes.map(String))).toEqual(new Set([`${width},${height}`]))
    for (const text of texts) expect(text).toContain('AdaLovelace,3031234567')
    const own = texts.findIndex((text) => text.includes(`w1endsat${number}[R1`))
    expect(texts[own]).toContain('Problem1d:')
    expect(texts[own]).not.toContain('Problem1e:')
    expect(readFileSync(path('homework.md'), 'utf8')).toContain(`w1 ends at ${number} \\[R1`)
    const figure = readFileSync(path('figures/R1-loss.svg'), 'utf8')
    expect(figure).toContain('Training loss')
  }
  await expect(dialog.getByText(/1 replay file, checksums right/)).toBeVisible()

  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save a copy of homework.zip' }).click()
  const zip = readFileSync(await (await download).path())
  const folder = (await dialog.getByRole('heading', { name: /^In / }).innerText()).slice('In '.length)
  expect(zip.equals(readFileSync(join(folder, 'homework.zip')))).toBe(true)
})

test('the terminal exports the same worksheet, and the reference solution apart', async ({
  lab,
  page,
  session,
}) => {
  test.slow() // prints some thirty pages twice
  const number = await answer1d(lab, page)
  const out = join(session.home, 'out')
  const exported = (...more: string[]): { files: { name: string; path: string }[] } =>
    JSON.parse(
      execFileSync(process.execPath, ['out/main/cli.js', 'export', '--json', '--to', ...more], {
        env: { ...process.env, LAB182_HOME: session.home },
        encoding: 'utf8',
      }),
    ) as { files: { name: string; path: string }[] }
  const own = exported(join(out, 'own'), '--pdf', '--paper', 'letter')
  expect(own.files.map(({ name }) => name)).toEqual(['homework.pdf'])
  const student = (await pagesOf(join(out, 'own', 'homework.pdf'))).texts.join('')
  expect(student).toContain(`w1endsat${number}`)
  exported(join(out, 'reference'), '--markdown', '--reference')
  const reference = readFileSync(join(out, 'reference', 'reference.md'), 'utf8')
  expect(reference).toContain('reference solution')
  expect(reference).not.toContain('Dropout makes the curve rough')
  expect(student).not.toContain('reference')
})
