import { expect, it } from 'vitest'
import { stageZoom } from './stage.ts'

it.each([
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
  [1024, 700],
  [1440, 1080],
])('shows the smallest text at %i x %i pixels at least 22 high, the numbers at least 40', (width, height) => {
  const zoom = stageZoom(width, height)
  expect(13 * zoom).toBeGreaterThanOrEqual(22 - 1e-9)
  expect(24 * zoom).toBeGreaterThanOrEqual(40)
})

it('grows with the window and leaves a narrow one, or high zoom of the page, as it is', () => {
  expect(stageZoom(3840, 2160)).toBeCloseTo(2 * stageZoom(1920, 1080))
  expect(stageZoom(320, 640)).toBe(1)
})
