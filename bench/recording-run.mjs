/**
 * `npm run bench -- recording`: frames a second of the page and of its video, while 10 000 updates a second arrive (so
 * many samples of each series). Chromium without a window, so everything is drawn by the processor.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openChromium, startLab } from './built-lab.mjs'

const seconds = 10
const perSecond = 10_000

/** Frames of a WebM stream: its blocks, in clusters whose end is not said. */
function framesIn(bytes) {
  const number = (at, isId) => {
    const length = Math.clz32(bytes[at]) - 23
    let value = isId ? bytes[at] : bytes[at] & (0xff >> length)
    for (let index = 1; index < length; index++) value = value * 256 + bytes[at + index]
    return { value, next: at + length, isUnknown: !isId && value === 2 ** (7 * length) - 1 }
  }
  const opened = new Set([0x18538067, 0x1f43b675])
  let frames = 0
  for (let at = 0; at < bytes.length;) {
    const id = number(at, true)
    const size = number(id.next, false)
    if (id.value === 0xa3) frames++
    at = opened.has(id.value) ? size.next : size.next + size.value
  }
  return frames
}

/** Paints that the page made in so many seconds, as a rate. */
const paintsOf = (page) =>
  page.evaluate(
    (length) =>
      new Promise((resolve) => {
        let paints = 0
        const begin = performance.now()
        const paint = (now) => {
          paints++
          if (now - begin < 1000 * length) requestAnimationFrame(paint)
          else resolve((1000 * paints) / (now - begin))
        }
        requestAnimationFrame(paint)
      }),
    seconds,
  )

/** @param {{ samples: number }} arrived */
async function measure(page, home, arrived, size, rate) {
  await page.getByRole('button', { name: 'Record the window' }).click()
  await page.getByRole('radio', { name: size }).check()
  await page.getByRole('radio', { name: rate }).check()
  await page.getByRole('button', { name: 'Start recording' }).click()
  await page.getByRole('region', { name: 'Recording' }).waitFor()
  const before = arrived.samples
  const paints = await paintsOf(page)
  const samples = Math.round((arrived.samples - before) / seconds)
  await page.getByRole('button', { name: 'End the recording' }).click()
  await page.getByText(/^Recorded:/).waitFor()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  const folder = join(home, 'recordings')
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.webm'))
  const bytes = readFileSync(join(folder, file))
  const length = bytes.readDoubleBE(bytes.indexOf('448988', 'hex') + 3) / 1000
  const rates = `page ${paints.toFixed(1)}, video ${(framesIn(bytes) / length).toFixed(1)} frames/s`
  const megabytes = (bytes.length / length / 1e6).toFixed(2)
  console.log(`${size}, ${rate} asked: ${rates}; ${samples} samples/s arrive; ${megabytes} MB/s`)
  rmSync(folder, { recursive: true })
}

export async function runRecording() {
  const home = mkdtempSync(join(tmpdir(), 'lab182-recording-'))
  const lab = await startLab(home)
  const browser = await openChromium(['--auto-accept-this-tab-capture'])
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
    const arrived = { samples: 0 }
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const message = JSON.parse(String(payload))
        if (message.type !== 'run.samples') return
        for (const batch of message.batches)
          arrived.samples += batch.steps.length * Object.keys(batch.series).length
      }),
    )
    await page.goto(lab.address)
    await page.getByRole('navigation').getByRole('link', { name: /^1e\b/ }).click()
    const box = page.locator('#part-1e').getByRole('spinbutton', { name: 'Iterations', exact: true })
    await box.fill('1000000')
    await box.press('Tab')
    // The list of speeds ends below this.
    await page.locator('.speed select').evaluate((element, speed) => {
      const select = /** @type {HTMLSelectElement} */ (element)
      select.add(new Option(speed, speed))
      select.value = speed
      select.dispatchEvent(new Event('change', { bubbles: true }))
    }, String(perSecond))
    await page.locator('#part-1e').getByRole('button', { name: 'Run 1e' }).click()
    console.log(`without recording: page ${(await paintsOf(page)).toFixed(1)} frames/s`)
    for (const size of ['As large as the page', '1920 × 1080'])
      for (const rate of ['30', '60, larger']) await measure(page, home, arrived, size, rate)
  } finally {
    await browser.close()
    await lab.stop()
    rmSync(home, { recursive: true, force: true })
  }
}
