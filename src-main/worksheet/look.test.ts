import { writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { documentHtml } from './document/html.ts'
import { composeSubmission } from './document/compose.ts'
import { workedSources } from './document/worked-worksheet.testing.ts'
import { chromiumPrinting } from '../host/print/chromium.ts'

it('prints', async () => {
  process.env['LAB182_CHROMIUM_NO_SANDBOX'] = '1'
  for (const paper of ['a4', 'letter'] as const) {
    const html = documentHtml(composeSubmission(workedSources()), paper)
    writeFileSync(`/tmp/look-${paper}.html`, html)
    const printer = await chromiumPrinting.open()
    writeFileSync(`/tmp/look-${paper}.pdf`, await printer.pdf(html, paper))
    const [first] = workedSources().figures.values()
    const pngs = await printer.pngs((first ?? []).map(({ svg }) => ({ svg, width: 960, height: 560 })))
    pngs.forEach((png, at) => writeFileSync(`/tmp/look-${at}.png`, png))
    await printer.close()
  }
}, 60000)
