import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { fateOf, isNumberTaken, ownIdentity, type ProcessIdentity } from './process-identity.ts'

const here: ProcessIdentity = {
  host: 'lab',
  machineId: 'm',
  boot: 'b',
  namespace: 'pid:[1]',
  pid: process.pid,
  started: ownIdentity().started,
}
const fate = (change: Partial<ProcessIdentity>, place = here) => fateOf({ ...here, ...change }, place)

describe('a process that a claim names', () => {
  it.skipIf(process.platform !== 'linux')(
    'lives where its number and its start are those of a process',
    () => {
      expect(fate({})).toBe('alive')
      expect(fate({ pid: 2 ** 22 - 1 })).toBe('ended')
    },
  )

  it.skipIf(process.platform !== 'linux')('has ended where its number is a stranger’s by now', () => {
    expect(fate({ started: '1' })).toBe('ended')
  })

  it.skipIf(process.platform !== 'linux')(
    'lives while it is stopped, and not once it was killed',
    async () => {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'])
      await once(child, 'spawn')
      const pid = child.pid ?? 0
      child.kill('SIGSTOP')
      expect(isNumberTaken(pid)).toBe(true)
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(isNumberTaken(pid)).toBe(false)
    },
  )

  it('cannot be seen from another container, another machine, or another machine of that name', () => {
    expect(fate({ namespace: 'pid:[2]' })).toBe('unknown')
    expect(fate({ host: 'other', machineId: 'n', boot: 'c' })).toBe('unknown')
    expect(fate({ boot: 'c', machineId: null }, { ...here, machineId: null })).toBe('unknown')
  })

  it('has ended when the machine was started again since', () => {
    expect(fate({ boot: 'c' })).toBe('ended')
  })

  it('is judged by its name’s machine where the system tells nothing more', () => {
    const bare = { ...here, boot: null, namespace: null, machineId: null, started: null }
    expect(fateOf({ ...bare, pid: 2 ** 22 - 1 }, bare)).toBe('ended')
    expect(fateOf(bare, bare)).toBe('unknown')
    expect(fateOf({ ...bare, host: 'other' }, bare)).toBe('unknown')
  })
})
