import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { builderConfig } from './builder-config.mjs'

const configOf = (platform: 'linux' | 'win32' | 'darwin') =>
  builderConfig({
    ...{ platform, arch: 'x64', output: 'out', electronDist: null, notices: 'n', bill: 'b' },
    env: {},
  })
const extraFiles = (platform: 'linux' | 'win32' | 'darwin'): unknown[] =>
  [configOf(platform).extraFiles].flat()

it('calls the program as INSTALL.md does: lab182 on Linux, elsewhere as the product', () => {
  const config = configOf('linux')
  expect([config.executableName, config.linux?.executableName, config.productName]).toEqual([
    undefined,
    'lab182',
    'Lab 182',
  ])
})

it('puts the script for the console beside the program on Windows, and only there', () => {
  const script = { from: 'resources/windows/lab182.cmd', to: 'lab182.cmd' }
  expect(extraFiles('win32')).toContainEqual(script)
  expect(existsSync(script.from)).toBe(true)
  for (const platform of ['linux', 'darwin'] as const) expect(extraFiles(platform)).not.toContainEqual(script)
})
