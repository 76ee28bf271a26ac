import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Whether the specs that take minutes, and repeat what shorter ones and the unit tests hold, are wanted too. */
export const isAllAsked = (process.env['ALL_SPECS'] ?? '') !== ''

export const onRequest = 'It takes minutes; ALL_SPECS=1 npm run e2e runs it.'

/**
 * Looks for violations in a whole panel. Contrast takes most of that time: tokens.test.ts holds every pair of colours, and
 * the panel of problem 1 and the pages of the lab are examined for it each time.
 */
export function panelAxe(page: Page): AxeBuilder {
  const axe = new AxeBuilder({ page })
  return isAllAsked ? axe : axe.disableRules(['color-contrast'])
}
