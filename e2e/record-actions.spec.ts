import { readFileSync } from 'node:fs'
import { expect, test } from './lab-page.ts'
import { violations } from './violations.ts'

test('what a presenter does becomes a demo, which is edited, saved, opened again and played', async ({
  lab,
  page,
}) => {
  await lab.open('1b')
  await page.getByRole('button', { name: 'Demos' }).click()
  await page.getByRole('button', { name: 'Record my actions as a demo' }).click()
  await expect(page.getByRole('region', { name: 'Recording my actions' })).toContainText('0 steps')
  await page.getByRole('button', { name: 'Present 1b' }).click()
  const bar = page.getByRole('region', { name: 'Recording my actions' })
  await expect(bar).toContainText('1 step')
  expect(await violations(page)).toEqual([])

  await page.keyboard.press('f')
  const iterations = page.getByRole('spinbutton', { name: 'Iterations' })
  await iterations.fill('500')
  await iterations.press('Tab')
  await expect(bar).toContainText('2 steps')
  await page.getByRole('main').focus()
  await page.keyboard.press('PageDown')
  await expect(bar).toContainText('3 steps')
  await bar.getByRole('textbox', { name: 'Caption' }).fill('It ends at {{1b.w1}}.')
  await bar.getByRole('button', { name: 'Add' }).click()
  await expect(bar).toContainText('4 steps')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  // The wait for a press before the run, and the run.
  await expect(bar).toContainText('6 steps')
  await expect(page.getByRole('region', { name: 'Run control' })).toContainText('completed')
  await page.getByRole('navigation', { name: 'Slides' }).getByRole('button', { name: 'Next' }).click()
  await expect(bar).toContainText('8 steps')
  await bar.getByRole('button', { name: 'Finish' }).click()

  const editor = page.getByRole('dialog', { name: 'Edit a demo' })
  const rows = editor.getByRole('list', { name: 'Steps' }).getByRole('listitem')
  await expect(rows).toHaveText([
    /Open 1b/,
    /Set iterations = 500/,
    /Show “/,
    /Caption/,
    /Wait for a press/,
    /Run with seed 183/,
    /Wait for the end of the run/,
    /Show “/,
    /Wait for a press/,
  ])
  expect(await violations(page, { within: 'dialog[open]' })).toEqual([])
  // The caption quotes the run: it comes after its end, and another in its place.
  for (const number of [4, 5, 6])
    await editor.getByRole('button', { name: `Move step ${number} down` }).click()
  await editor.getByRole('button', { name: 'Caption after step 3' }).click()
  await editor.getByRole('textbox', { name: 'Caption of step 4' }).fill('Watch the weights.')
  await editor.getByRole('button', { name: 'Delete step 5' }).click()
  await editor.getByLabel('Title').fill('')
  await editor.getByRole('button', { name: 'Save the file' }).click()
  await expect(editor.getByRole('alert')).toContainText('field title')
  await editor.getByLabel('Title').fill('Half the way')
  const download = page.waitForEvent('download')
  await editor.getByRole('button', { name: 'Save the file' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('half-the-way.labdemo')
  const text = readFileSync(await file.path(), 'utf8')
  expect(JSON.parse(text)).toMatchObject({ format: 3, title: 'Half the way' })

  await page.keyboard.press('Escape')
  await expect(editor).toBeHidden()
  await page.getByRole('button', { name: 'Leave presenter mode' }).click()
  await page.getByRole('button', { name: 'Demos' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Edit a demo file' }).click()
  await (await chooser).setFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  await expect(rows).toHaveCount(9)
  await editor.getByRole('button', { name: 'Play' }).click()
  const demo = page.getByRole('region', { name: 'Demo: Half the way' })
  await expect(demo).toContainText(/It ends at \d\.\d+/)
  await expect(page.getByRole('region', { name: 'Run control' })).toContainText('500 of 500')
})

test('a run travels with a demo: it is played in the place of a training, or trained live by a press', async ({
  lab,
  page,
}) => {
  const steps = [
    { do: 'open', part: '1b' },
    { do: 'set', fields: { iterations: 300 } },
    { do: 'show', slide: 'Weight plane' },
    { do: 'start', seed: 7 },
    { do: 'wait', for: { end: true } },
    { do: 'say', text: 'It ends at {{1b.w1}}.' },
  ]
  const demo = { format: 3, title: 'Stored', about: 'One run.', minutes: 1, steps }
  const buffer = Buffer.from(JSON.stringify(demo))
  const edit = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Demos' }).click()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Edit a demo file' }).click()
    await (await chooser).setFiles({ name: 'a.labdemo', mimeType: 'application/json', buffer })
  }
  await edit()
  const editor = page.getByRole('dialog', { name: 'Edit a demo' })
  await editor.getByRole('button', { name: 'Take its run along' }).click()
  await expect(editor.getByRole('alert')).toContainText('no completed run of 1b')
  await editor.getByRole('button', { name: 'Play' }).click()
  const played = page.getByRole('region', { name: 'Demo: Stored' })
  await expect(played).toContainText(/It ends at \d\.\d+/)
  await page.getByRole('button', { name: 'Leave presenter mode' }).click()

  await edit()
  await editor.getByRole('button', { name: 'Take its run along' }).click()
  const pace = editor.getByRole('combobox', { name: 'Seconds that the stored run of step 4 is played in' })
  await pace.selectOption('10 s')
  expect(await violations(page, { within: 'dialog[open]' })).toEqual([])
  await editor.getByRole('button', { name: 'Play' }).click()
  const control = page.getByRole('region', { name: 'Run control' })
  await expect(control).toContainText(/Played again: \d+ of 301 samples/)
  await expect(played).toContainText(/Stored run of \d{4}-\d\d-\d\d: it took/)
  await expect(played).toContainText(/It ends at \d\.\d+/)
  // What was opened is shown by its file, once.
  await page.getByRole('button', { name: 'Leave presenter mode' }).click()
  await expect(lab.part('1b')).toContainText('Opened from 1b, seed 7.labrun.')

  await edit()
  await editor.getByRole('button', { name: 'Take its run along' }).click()
  await editor.getByRole('button', { name: 'Play' }).click()
  await played.getByRole('button', { name: 'Train it live instead' }).click()
  await expect(control).toContainText('300 of 300')
  await expect(played).toContainText(/It ends at \d\.\d+/)
  await expect(played).not.toContainText('Stored run')
})
