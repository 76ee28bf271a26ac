import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fakeTrials } from '#engines/onnx/webgpu/trials.testing.ts'
import { createLab, type Lab } from '#main/lab.ts'
import { parseEngineCommand } from './engine-arguments.ts'
import { engineCommand } from './engine-command.ts'

let home = ''
let lab: Lab
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'lab182-engine-'))
  lab = await createLab({ home, host: 'terminal', startProcess: fakeTrials('Card 9000').startProcess })
})
afterEach(async () => {
  await lab.close()
  rmSync(home, { recursive: true, force: true })
})

async function run(words: string): Promise<{ code: number; text: string }> {
  const command = parseEngineCommand(words.split(' '))
  if (command.name !== 'engine') throw new Error('It is a command for engines.')
  const lines: string[] = []
  const terminal = { print: (line: string) => void lines.push(line), onStop: () => undefined }
  const code = await engineCommand(lab, command.action, command.isJson, terminal)
  return { code, text: lines.join('\n') }
}

it('lists the engines, and keeps a default', async () => {
  expect((await run('list')).text).toMatch(
    /^onnx cpu +ready .*\n[^]*tensorflow cuda +not installed [^]*default: automatic$/m,
  )
  expect((await run('default onnx wasm')).text).toMatch(/default: onnx on "wasm"$/)
  expect(JSON.parse((await run('list --json')).text)).toMatchObject({ standing: { device: 'wasm' } })
  await expect(run('default tensorflow cuda')).rejects.toThrow(/cannot be the default/)
  expect((await run('default auto')).text).toMatch(/default: automatic$/)
  await expect(run('try onnx cpu')).rejects.toThrow(/no trial of onnx/)
})

it.each([
  ['', /is not an engine command; use list, try/],
  ['install', /needs "wheel" or "archive"/],
  ['install disk', /needs "wheel" or "archive"/],
  ['try onnx', /needs an engine and a device/],
  ['default auto cpu', /one word too many for engine default auto/],
  ['remove all', /one word too many/],
])('refuses "engine %s"', (words, message) => {
  expect(() => parseEngineCommand(words.split(' '))).toThrow(message)
})
