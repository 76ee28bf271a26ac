import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { placeWindow, readWindowState, writeWindowState } from './window-state.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lab182-window-'))))
afterEach(() => rmSync(folder, { recursive: true }))
const primary = { x: 0, y: 0, width: 1920, height: 1040 }
const right = { x: 1920, y: 0, width: 1280, height: 1024 }

test('is kept and read back, with nothing left beside it', () => {
  const path = join(folder, 'window.json')
  const state = { bounds: { x: -5, y: 9, width: 900, height: 700 }, isMaximized: true }
  writeWindowState(path, state)
  expect(readWindowState(path)).toEqual(state)
  expect(readdirSync(folder)).toEqual(['window.json'])
})
test.each([
  '',
  '{}',
  '{"bounds":{"x":1,"y":1,"width":0,"height":5},"isMaximized":false}',
  '[1]',
  '{"bounds":',
])('a file that holds %j counts as none', (text) => {
  writeFileSync(join(folder, 'window.json'), text)
  expect(readWindowState(join(folder, 'window.json'))).toEqual({ bounds: null, isMaximized: false })
})
test('a folder that cannot be written to is no error', () => {
  writeWindowState(join(folder, 'missing', 'window.json'), { bounds: null, isMaximized: false })
})
test('first opens in the middle of the primary display', () => {
  expect(placeWindow({ bounds: null, isMaximized: false }, [primary, right])).toEqual({
    x: 320,
    y: 90,
    width: 1280,
    height: 860,
  })
})
test('comes back where it was; from a display that is gone, to the middle of the primary one', () => {
  const bounds = { x: 2000, y: 100, width: 900, height: 700 }
  expect(placeWindow({ bounds, isMaximized: false }, [primary, right])).toEqual(bounds)
  expect(placeWindow({ bounds, isMaximized: false }, [primary])).toEqual({
    x: 510,
    y: 170,
    width: 900,
    height: 700,
  })
})
test('whatever was kept, the window lies wholly on a display', () => {
  const size = fc.integer({ min: 1, max: 10_000 })
  const at = fc.integer({ min: -20_000, max: 20_000 })
  fc.assert(
    fc.property(fc.record({ x: at, y: at, width: size, height: size }), (bounds) => {
      const placed = placeWindow({ bounds, isMaximized: false }, [primary, right])
      const isOn = [primary, right].some(
        (area) =>
          placed.x >= area.x &&
          placed.y >= area.y &&
          placed.x + placed.width <= area.x + area.width &&
          placed.y + placed.height <= area.y + area.height,
      )
      expect(isOn && placed.width >= 800 && placed.height >= 560).toBe(true)
    }),
  )
})
