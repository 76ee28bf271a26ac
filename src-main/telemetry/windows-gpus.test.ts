import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { parseWindowsGpus, readWindowsGpus } from './windows-gpus.ts'

const mib = 2 ** 20
const luid = (last: string): string => `luid_0x00000000_0x0000${last}_phys_0`
const counter = (Name: string, DedicatedUsage: number) => ({ Name, DedicatedUsage })
const answer = {
  processes: [
    counter(`pid_4711_${luid('D3E7')}`, 512 * mib),
    counter(`pid_8_${luid('D3E7')}`, 30 * mib),
    counter('_Total', 9),
  ],
  adapters: [counter(luid('D3E7'), 600 * mib), counter(luid('AAAA'), 0)],
  cards: [{ name: 'AMD Radeon RX 7600', driver: '32.0.11021', total: 8176 * mib }],
  names: { '4711': 'node' },
}

it('each adapter with a program has its memory, and what each program holds of it', () => {
  expect(parseWindowsGpus(JSON.stringify(answer))).toEqual([
    {
      ...{ id: luid('D3E7'), name: 'AMD Radeon RX 7600', driver: '32.0.11021' },
      ...{ totalBytes: 8176 * mib, usedBytes: 600 * mib, source: 'Windows performance counters' },
      processes: [
        { pid: 4711, name: 'node', usedBytes: 512 * mib },
        { pid: 8, name: '[unknown]', usedBytes: 30 * mib },
      ],
    },
  ])
})

it('which of two cards an adapter is, is not known, and not said', () => {
  const two = {
    ...answer,
    processes: [...answer.processes, counter(`pid_4711_${luid('AAAA')}`, mib)],
    cards: [...answer.cards, { name: 'Intel UHD', driver: null, total: 128 * mib }],
  }
  expect(parseWindowsGpus(JSON.stringify(two)).map(({ name, totalBytes }) => [name, totalBytes])).toEqual([
    ['GPU that Windows does not name', null],
    ['GPU that Windows does not name', null],
  ])
})

describe.skipIf(process.platform === 'win32')('with a program called powershell (a shell script)', () => {
  const before = process.env['PATH']
  let folder = ''
  const withPowershell = (script: string): void => {
    folder = mkdtempSync(join(tmpdir(), 'lab182-powershell-'))
    writeFileSync(join(folder, 'powershell'), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'powershell'), 0o755)
    process.env['PATH'] = `${folder}${delimiter}/usr/bin${delimiter}/bin`
  }
  afterEach(() => {
    process.env['PATH'] = before
    rmSync(folder, { recursive: true, force: true })
  })

  it('its answer is read', async () => {
    withPowershell(`cat <<'E'\n${JSON.stringify(answer)}\nE`)
    const { gpus, problem } = await readWindowsGpus(5000)
    expect([gpus.length, problem]).toEqual([1, null])
  })
  it.each([
    ['echo no', 'PowerShell printed something else'],
    ['exit 1', 'Command failed'],
    ['exec sleep 20', 'no answer within 0.3 s'],
  ])('%s leaves no GPU and the reason', async (script, why) => {
    withPowershell(script)
    const { gpus, problem } = await readWindowsGpus(script.includes('sleep') ? 300 : 5000)
    expect(gpus).toEqual([])
    expect(problem).toMatch(/^Windows’ performance counters of GPUs could not be read \(.*\)\.$/)
    expect(problem).toContain(why)
  })
})
