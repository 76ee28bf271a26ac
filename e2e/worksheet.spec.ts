import type { Locator, Page } from '@playwright/test'
import { expect, test, type LabPage } from './lab-page.ts'
import { violations } from './violations.ts'

const go = (page: Page, hash: string): Promise<unknown> => page.goto(page.url().replace(/#.*|$/, hash))
const cell = (page: Page, id: string): Locator => page.locator(`[data-cell="${id}"]`)

/** Opens the editor of a cell on the page of the worksheet and types at its end. */
async function write(page: Page, id: string, text: string): Promise<void> {
  await cell(page, id)
    .getByRole('button', { name: new RegExp(`^(Write|Edit) the answer to ${id}$`) })
    .click()
  const box = page.getByRole('textbox', { name: `Answer to ${id}` })
  await expect(box).toBeFocused()
  await box.press('ControlOrMeta+End')
  await box.pressSequentially(text)
}
const done = (page: Page): Promise<void> => page.getByRole('button', { name: 'Done' }).click()

async function run1d(lab: LabPage): Promise<void> {
  await lab.open('1d')
  await lab.run('1d')
  await expect(lab.status()).toHaveText('completed')
}

test('an answer, with a number and a chart of its run, is there after a reload', async ({ lab, page }) => {
  await run1d(lab)
  const part = lab.part('1d')
  await part.getByText('Your answer to 1d').click()
  await write(page, '1d', 'w1 ends at ')
  await page.getByRole('button', { name: 'Insert number…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Insert a number' })
  await dialog.getByRole('button', { name: /^w1 0\.2242/ }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('textbox', { name: 'Answer to 1d' })).toBeFocused()
  await page.keyboard.type(', r is a letter and . a point.')
  await page.getByRole('button', { name: 'Insert chart…' }).click()
  await page
    .getByRole('dialog', { name: 'Insert a chart' })
    .getByRole('button', { name: 'Training loss' })
    .click()
  await expect(page.getByRole('img', { name: /^Training loss/ }).last()).toBeVisible()
  const picture = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 3000, height: 1200 })
    canvas.getContext('2d')?.fillRect(100, 100, 900, 20)
    return canvas.toDataURL('image/png').split(',')[1] ?? ''
  })
  const file = { name: 'derivation.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') }
  await page.getByLabel('Picture of handwriting').setInputFiles(file)
  // Encoded anew, at most 2000 pixels wide.
  await expect(cell(page, '1d').getByRole('img', { name: 'derivation' })).toHaveAttribute('width', '2000')
  await done(page)

  const isThere = async (): Promise<void> => {
    await expect(cell(page, '1d')).toContainText('w1 ends at 0.2242, r is a letter and . a point.')
    await expect(cell(page, '1d')).toContainText('2 linked values')
    await expect(cell(page, '1d').getByRole('img', { name: 'derivation' })).toHaveAttribute('src', /^blob:/)
    const chart = cell(page, '1d').getByRole('img', { name: /^Training loss/ })
    await expect(chart).toHaveAttribute('src', /^blob:/)
    expect(
      await chart.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBe(960)
  }
  await isThere()
  // The letters typed were no shortcuts: the run is still the one that was shown.
  await expect(lab.status()).toHaveText('completed')
  await page.reload()
  await isThere()
  await go(page, '#/worksheet')
  await isThere()
  await expect(page.getByRole('link', { name: /^Worksheet 1 of \d+ required answers/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /^1 Understanding dropout/ })).toBeVisible()

  // Another run is newer: the number offers it, and takes it.
  await lab.page.getByRole('link', { name: 'Open the panel of 1d' }).click()
  await lab.set('1d', 'Iterations', '500')
  await lab.run('1d')
  await expect(cell(page, '1d')).toContainText('2 stale')
  await expect(page.getByRole('navigation').getByRole('link', { name: /^1d .*stale/ })).toBeVisible()
  await cell(page, '1d').getByRole('button', { name: 'Keep' }).last().click()
  await cell(page, '1d').getByRole('button', { name: 'Update' }).click()
  await expect(cell(page, '1d')).not.toContainText('stale')
  await expect(cell(page, '1d')).not.toContainText('w1 ends at 0.2242')
})

test(
  'what cannot be saved stays on the page and is saved when the lab is back',
  { tag: '@browser-session' },
  async ({ lab, session, page, context }) => {
    const { port } = new URL(page.url())
    await lab.open('1a')
    await go(page, '#/worksheet')
    await write(page, '1a', 'before')
    await done(page)
    // What was typed can be undone in the next editor of the cell as well; Escape ends it.
    await write(page, '1a', '')
    const box = page.getByRole('textbox', { name: 'Answer to 1a' })
    await box.press('ControlOrMeta+z')
    await expect(box).not.toContainText('before')
    await box.press('ControlOrMeta+Shift+z')
    await expect(box).toContainText('before')
    await box.press('Escape')
    await expect(box).toBeHidden()
    await session.kill()
    await expect(page.getByRole('status').first()).toContainText('The lab has stopped')
    await write(page, '1a', ' and after')
    await done(page)
    await expect(cell(page, '1a').getByRole('status')).toContainText('is saved when the lab is back')
    const other = await context.newPage()
    await other.goto(await session.start(Number(port)))
    await expect(cell(page, '1a').getByRole('status')).toHaveText('')
    await go(other, '#/worksheet')
    await expect(cell(other, '1a')).toContainText('before and after')
  },
)

test(
  'the homework log comes back after a restart of the lab',
  { tag: '@browser-session' },
  async ({ lab, session }) => {
    const { page } = lab
    await page.getByRole('link', { name: 'Homework log' }).click()
    await page.getByRole('button', { name: 'Add: AI tool' }).click()
    await page.keyboard.type('for the algebra of 2a')
    await page.getByRole('button', { name: 'Add a person' }).click()
    await page.keyboard.type('Ada Lovelace')
    await page.keyboard.press('Tab')
    await page.keyboard.type('3031')
    await page.getByRole('spinbutton', { name: 'Hours of problem 1' }).fill('1,5')
    await page.getByRole('spinbutton', { name: 'Hours of problem 6' }).fill('0.25')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('row', { name: /^Total/ })).toContainText('1.75')
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    await session.kill()
    await page.goto(await session.start())
    await page.getByRole('link', { name: 'Homework log' }).click()
    await expect(page.getByLabel('AI tool', { exact: true })).toHaveValue('for the algebra of 2a')
    await expect(page.getByLabel('Student ID of person 1')).toHaveValue('3031')
    await expect(page.getByRole('spinbutton', { name: 'Hours of problem 1' })).toHaveValue('1.5')
    await expect(page.getByRole('row', { name: /^Total/ })).toContainText('1.75')
  },
)

test(
  'two tabs that write the same answer: the later one sees both texts and chooses',
  { tag: '@browser-session' },
  async ({ lab, page, context }) => {
    // What the first tab saves is held up on its way, as by a slow disk.
    const held: (() => void)[] = []
    let isHeld = false
    await page.routeWebSocket(/.*/, (socket) => {
      const lines = socket.connectToServer()
      socket.onMessage((message) => {
        if (isHeld && String(message).includes('worksheet.saveCell')) held.push(() => lines.send(message))
        else lines.send(message)
      })
    })
    await page.reload()
    await lab.open('1a')
    await go(page, '#/worksheet')
    const other = await context.newPage()
    await other.goto(page.url())
    isHeld = true
    await write(page, '1a', 'of the first tab')
    await done(page)
    await expect.poll(() => held.length).toBe(1)
    await write(other, '1a', 'of the second tab')
    await expect(other.getByText('Saved', { exact: true })).toBeVisible()
    await done(other)
    await expect(cell(page, '1a')).toContainText('of the first tab')
    isHeld = false
    for (const send of held) send()
    const conflict = page.getByRole('group', { name: 'The answer to 1a was changed in two places' })
    await expect(conflict).toContainText('of the first tab')
    await expect(conflict).toContainText('of the second tab')
    await conflict.getByRole('button', { name: 'Join both' }).click()
    await expect(conflict).toBeHidden()
    await expect(cell(other, '1a')).toContainText(/of the first tab\s*of the second tab/)
  },
)

for (const theme of ['Light', 'Dark'])
  test(`no violation on the worksheet and the homework log, ${theme.toLowerCase()} theme`, async ({
    lab,
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.getByRole('button', { name: `${theme} theme` }).click()
    await run1d(lab)
    await go(page, '#/worksheet')
    await write(page, '1d', 'The **loss** is $x^2$ and\n- small')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Insert number…' }).click()
    await expect(page.getByRole('dialog').getByRole('button', { name: /^w1/ }).first()).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await lab.fitsAtHighZoom()
    await go(page, '#/p6-process')
    await page.getByRole('button', { name: 'Add: Forum' }).click()
    await page.getByRole('button', { name: 'Add a person' }).click()
    await page.getByRole('spinbutton', { name: 'Hours of problem 1' }).fill('1.3')
    expect(await violations(page)).toEqual([])
    await lab.fitsAtHighZoom()
  })
