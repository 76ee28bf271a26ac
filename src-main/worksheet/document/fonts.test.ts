import { expect, it } from 'vitest'
import { formulaFaces, textFaces } from './fonts.ts'

it('holds every font and loads none', () => {
  const addresses = [...`${textFaces}${formulaFaces}`.matchAll(/url\(([^)]{0,40})/g)].map(
    ([, start]) => start,
  )
  expect(addresses.length).toBeGreaterThan(20)
  for (const start of addresses) expect(start).toMatch(/^data:font\/woff2;base64,/)
})
