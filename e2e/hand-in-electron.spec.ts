import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { LabClient } from '../src-main/contract/client.ts'
import { findChromium } from './find-chromium.ts'
import { StubbedEntry } from './stub-electron/entry.ts'

/** Printing in Electron, on the stub: what is asked of Electron, with a Chromium doing what its own engine would do. */
test('a submission is printed in a hidden, sandboxed window of its own', async () => {
  test.slow() // prints some thirty pages
  const home = mkdtempSync(join(tmpdir(), 'lab182-electron-'))
  const entry = new StubbedEntry(home, { CHROME_PATH: findChromium() ?? '' })
  try {
    await entry.opened
    const client = new LabClient(entry.loadPreload().port, { onEvent: () => undefined })
    await client.request('worksheet.open', { worksheet: 'mine' })
    await client.request('worksheet.saveCell', {
      worksheet: 'mine',
      cell: '1d',
      base: 0,
      text: 'The curve is rough, and $x^2$ is a formula.',
      isSkipped: false,
    })
    const { files, notes } = await client.request('submission.make', {
      worksheet: 'mine',
      formats: ['pdf'],
      paper: 'a4',
      to: null,
    })
    expect(notes).toEqual([])
    expect(files.map(({ name, checked }) => [name, checked])).toEqual([
      ['homework.pdf', expect.stringMatching(/pages, \d+ parts, 0 figures, text searchable$/)],
    ])
    const calls = await entry.calls()
    const windows = calls.filter(({ name }) => name === 'BrowserWindow').map(({ args }) => args[0])
    expect(windows).toHaveLength(2)
    expect(windows[1]).toMatchObject({
      show: false,
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
    })
    expect(windows[1]).not.toHaveProperty('webPreferences.preload')
    expect(calls.find(({ name }) => name === 'contents.printToPDF')?.args).toEqual([
      {
        preferCSSPageSize: true,
        printBackground: true,
        displayHeaderFooter: false,
        generateTaggedPDF: true,
        generateDocumentOutline: true,
      },
    ])
    expect(calls.filter(({ name }) => name === 'window.destroy')).toHaveLength(1)
    expect(entry.errors).toBe('')
  } finally {
    entry.process.kill('SIGKILL')
    await entry.exited
    rmSync(home, { recursive: true, force: true })
  }
})

test('a hidden window whose process ends costs the PDF, and is destroyed', async () => {
  const home = mkdtempSync(join(tmpdir(), 'lab182-electron-'))
  const entry = new StubbedEntry(home, { CHROME_PATH: findChromium() ?? '', STUB_PRINTING_ENDS: '1' })
  try {
    await entry.opened
    const client = new LabClient(entry.loadPreload().port, { onEvent: () => undefined })
    await client.request('worksheet.open', { worksheet: 'mine' })
    const { files, notes } = await client.request('submission.make', {
      worksheet: 'mine',
      formats: ['pdf'],
      paper: 'a4',
      to: null,
    })
    expect(files.map(({ name }) => name)).toEqual(['homework.html'])
    expect(notes).toEqual([
      'The PDF was not made: The hidden window could not print: its process has ended (crashed). Instead of the PDF there is homework.html: open it in any browser and print it to a PDF.',
    ])
    const destroyed = (await entry.calls()).filter(({ name }) => name === 'window.destroy')
    expect(destroyed).toHaveLength(1)
  } finally {
    entry.process.kill('SIGKILL')
    await entry.exited
    rmSync(home, { recursive: true, force: true })
  }
})
