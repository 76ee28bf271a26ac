/**
 * Memory of the lab and of its page after run upon run of a million samples in one part, then with another page in
 * view, then with the page closed. RUNS: how many (10 by default). Needs a build and a Chromium.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openChromium, startLab } from './built-lab.mjs'
import { markdownTable } from './medians.mjs'

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Prints the memory after each run. */
export async function runMemory() {
  const count = Number(process.env.RUNS ?? 10)
  const home = await mkdtemp(join(tmpdir(), 'lab182-memory-'))
  const lab = await startLab(home)
  const browser = await openChromium()
  const rows = []
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable')
    const note = async (when) => {
      await devtools.send('HeapProfiler.collectGarbage')
      await pause(2000)
      const { metrics } = await devtools.send('Performance.getMetrics')
      const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN
      // Typed arrays lie outside the heap of JavaScript.
      const arrays = await page.evaluate(() =>
        /** @type {any} */ (performance).measureUserAgentSpecificMemory?.().then(({ bytes }) => bytes),
      )
      rows.push([when, megabytes(lab.memory()), megabytes(arrays ?? heap)])
    }
    await page.goto(lab.address)
    await page.goto(new URL('/#/p1-dropout/1e', lab.address).href)
    const part = page.locator('#part-1e')
    await part.getByRole('spinbutton', { name: 'Iterations', exact: true }).fill('1000000')
    await page.keyboard.press('Tab')
    await note('at first')
    for (let run = 1; run <= count; run++) {
      await part.getByRole('button', { name: 'Run 1e' }).click()
      await part.getByText(`Earlier runs of this part (${run})`).waitFor()
      await part.getByRole('button', { name: 'Run 1e' }).waitFor({ timeout: 300_000 })
      await note(`after ${run} ${run === 1 ? 'run' : 'runs'}`)
    }
    await page.getByRole('link', { name: /^Runs/ }).click()
    await note('on the page of all runs')
    await page.close()
    await pause(5000)
    rows.push(['with the page closed', megabytes(lab.memory()), '-'])
  } finally {
    await browser.close()
    await lab.stop()
    await rm(home, { recursive: true, force: true })
  }
  console.log(markdownTable(['when', 'lab', 'page'], rows))
}
