import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** What is looked at, and what of it is left out, as CSS selectors; the whole page unless said otherwise. */
interface Looked {
  readonly within?: string
  readonly except?: string
}

/**
 * The violations that axe finds, each as its rule and the element. It reports nothing else and looks into no frame, of
 * which the page has none: both together take a tenth of the time.
 */
export async function violations(page: Page, { within, except }: Looked = {}): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true)
  if (within !== undefined) axe.include(within)
  if (except !== undefined) axe.exclude(except)
  const found = await axe.analyze()
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
