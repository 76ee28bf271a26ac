import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLocked, locksOfPart, lockSentence, openPolicy, policySchema } from '#contract/policy.ts'
import { readMachinePolicy, readPolicy } from './policy.ts'
import { folderOf, policyPlace } from './policy-place.ts'
import { policyLines, type PolicyReport } from './policy-report.ts'
import { setForProcesses } from './set-for-processes.ts'

let folder = ''
let files = 0
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'lab182-policy-'))))
afterAll(() => rmSync(folder, { recursive: true }))

/** What a file of this text sets. */
function readMachine(text: string) {
  const path = join(folder, `policy-${++files}.json`)
  writeFileSync(path, text)
  const machine = readMachinePolicy({ path, isNamed: false })
  expect(policySchema.parse(JSON.parse(JSON.stringify(machine.policy)))).toEqual(machine.policy)
  return machine
}
const read = (text: string) => readMachine(text).policy
const noFolders = { home: null, datasets: null, engines: null }

describe('where the policy lies', () => {
  it.each([
    ['linux', {}, '/etc/lab182/policy.json'],
    ['darwin', {}, '/Library/Application Support/Lab 182/policy.json'],
    ['win32', { ProgramData: 'D:\\Shared' }, 'D:\\Shared\\Lab 182\\policy.json'],
    ['win32', {}, 'C:\\ProgramData\\Lab 182\\policy.json'],
  ] as const)('on %s, with the environment %o', (platform, env, path) => {
    expect(policyPlace(env, platform)).toEqual({ path, isNamed: false })
  })
  it('a named file comes before the system’s', () => {
    const path = join(folder, 'named.json')
    expect(policyPlace({ LAB182_POLICY: path }, 'linux')).toEqual({ path, isNamed: true })
    expect(policyPlace({ LAB182_POLICY: '' }, 'linux').isNamed).toBe(false)
  })
})

describe('a policy file', () => {
  it('opens everything where there is none, but not where one was named', () => {
    const path = join(folder, 'none.json')
    expect(readPolicy({ path, isNamed: false })).toEqual(openPolicy)
    const named = readPolicy({ path, isNamed: true })
    expect(named).toMatchObject({ references: 'locked', hints: 'locked', isDownloadAllowed: false })
    expect(named.problem).toMatch(/none\.json cannot be read \(ENOENT/)
  })

  it('sets what it names and leaves the rest open', () => {
    expect(read('{"format":1,"references":"locked"}')).toEqual({ ...openPolicy, references: 'locked' })
    expect(read('\ufeff{"format":1,"hints":"locked"}')).toEqual({ ...openPolicy, hints: 'locked' })
    expect(readMachine('{"format":1}')).toEqual({ policy: openPolicy, folders: noFolders, engine: null })
    const all = read(
      '{"$schema":"policy.schema.json","format":1,"course":" EECS 182 ","seed":7,"quotas":{"runs":9,"megabytes":2},"downloads":"off","shortcuts":"off"}',
    )
    expect(all).toEqual({
      ...openPolicy,
      ...{ course: 'EECS 182', seed: 7, quota: { runs: 9, bytes: 2e6 } },
      ...{ isDownloadAllowed: false, hasShortcuts: false },
    })
  })

  it('locks until an instant, or until a day begins where the lab is', () => {
    const instant = read('{"format":1,"references":{"lockedUntil":"2026-10-01T09:00:00+02:00"}}')
    expect(instant.references).toEqual({ lockedUntil: '2026-10-01T07:00:00.000Z' })
    const day = read('{"format":1,"references":{"lockedUntil":"2026-10-01"}}')
    expect(day.references).toEqual({ lockedUntil: new Date(2026, 9, 1).toISOString() })
    const [before, after] = [Date.UTC(2026, 9, 1, 6, 59), Date.UTC(2026, 9, 1, 7)]
    expect([isLocked(instant.references, before), isLocked(instant.references, after)]).toEqual([true, false])
  })

  it('locks or opens single parts; what it does not name of them is as for all', () => {
    const policy = read(
      '{"format":1,"references":"locked","parts":{"1a":{"references":"open"},"4c":{"hints":{"lockedUntil":"2026-10-01T00:00:00Z"}}}}',
    )
    expect(locksOfPart(policy, '1a')).toEqual({ references: 'open', hints: 'open' })
    expect(locksOfPart(policy, '4c')).toEqual({
      ...{ references: 'locked', hints: { lockedUntil: '2026-10-01T00:00:00.000Z' } },
    })
    expect(locksOfPart(policy, '2b')).toEqual({ references: 'locked', hints: 'open' })
  })

  it.each([
    ['{"format":1,', 'is not JSON (line 1: '],
    ['{\n"format":1,\n"seed" 3}', 'is not JSON (line 3: colon expected)'],
    ['', 'is not JSON'],
    ['null', 'holds no object'],
    ['[]', 'holds no object'],
    ['{"references":"locked"}', 'lacks the key "format"'],
    ['{"format":1,\n"references":"closed"}', 'has a wrong value for "references" in line 2 (allowed: "open"'],
    ['{"format":1,"references":{"lockedUntil":"soon"}}', 'wrong value for "references'],
    ['{"format":1,"references":{"lockedUntil":"2026-02-30"}}', 'wrong value for "references'],
    ['{"format":1,\n\n"reference":"locked"}', 'has an unknown key "reference" in line 3'],
    ['{"format":1,"quotas":{\n"run":3}}', 'has an unknown key "quotas.run" in line 2'],
    ['{"format":1,"parts":{"c4":{}}}', '"parts'],
    ['{"format":1,\n"parts":{\n"4c":{"hint":"locked"}}}', 'has an unknown key "parts.4c.hint" in line 3'],
    ['{"format":1,\n"seed":-1}', 'has a wrong value for "seed" in line 2 (allowed: a whole number from 0'],
    ['{"format":1,"hints":"open",\n"hints":"locked"}', 'has "hints" twice, again in line 2'],
    ['{"format":1,"home":"here"}', 'has a wrong value for "home": "here" is not an absolute path'],
    [
      '{"format":1,"engines":"/x/%LAB182_NOWHERE%"}',
      'names %LAB182_NOWHERE%, which is not set on this machine',
    ],
    ['{"format":1,\n"engine":"onnx"}', 'has a wrong value for "engine" in line 2'],
    ['{"format":2,"references":"open"}', 'has format 2, which a newer Lab 182 reads'],
    [`{"format":1,"references":"open"}${' '.repeat(70_000)}`, 'is larger than 64 KiB'],
  ])('that cannot be used locks everything, in one sentence: %s', (text, why) => {
    const { policy, folders } = readMachine(text)
    expect(folders).toEqual(noFolders)
    const { problem, ...set } = policy
    expect(set).toMatchObject({ references: 'locked', hints: 'locked', isDownloadAllowed: false })
    expect(problem).toContain(why)
    expect(problem).toMatch(/^The policy file .*policy-\d+\.json .*until an administrator repairs it\.$/)
  })

  it('that is a folder locks everything', () => {
    const { references, problem } = readPolicy({ path: folder, isNamed: false })
    expect([references, problem]).toEqual(['locked', expect.stringContaining('is not a file')])
  })
})

describe('the folders that it names', () => {
  it('are of who runs the lab, and of the environment', () => {
    const { folders } = readMachine('{"format":1,"home":"/srv/%USERNAME%/lab","datasets":"/srv//data"}')
    expect(folders).toEqual({ ...noFolders, home: `/srv/${userInfo().username}/lab`, datasets: '/srv/data' })
    expect(folderOf('D:\\lab\\%username%', {}, 'win32', 'ada')).toBe('D:\\lab\\ada')
    expect(folderOf('%LABS%/x', { LABS: '/labs' }, 'linux', 'ada')).toBe('/labs/x')
    expect(() => folderOf('lab', {}, 'win32', 'ada')).toThrow('is not an absolute path')
  })
  it('are named to trainers, unless the environment names others', () => {
    const env: NodeJS.ProcessEnv = { LAB182_ENGINES: '/mine' }
    setForProcesses(
      env,
      readMachine(
        '{"format":1,"datasets":"/srv/data","engines":"/srv/engines","engine":{"name":"onnx","device":"cpu"}}',
      ),
    )
    expect(env).toEqual({
      LAB182_ENGINES: '/mine',
      LAB182_DATASETS: '/srv/data',
      LAB182_ENGINE: 'onnx cpu',
    })
  })
})

it('says what is locked, and until when', () => {
  expect(isLocked('open', 0)).toBe(false)
  expect(lockSentence('Reference answers', 'locked')).toBe(
    'Reference answers are locked by this lab’s policy.',
  )
  const { lockedUntil } = { lockedUntil: new Date(2026, 9, 1, 9).toISOString() }
  expect(lockSentence('Hints and steps', { lockedUntil })).toBe(
    'Hints and steps are locked by this lab’s policy until 1 October 2026 at 09:00.',
  )
})

describe('the doctor', () => {
  const report: PolicyReport = {
    ...openPolicy,
    ...{ folders: noFolders, engine: null, path: '/etc/lab182/policy.json', isNamed: false, isPresent: true },
  }
  it('names the file, and the locks', () => {
    expect(policyLines({ ...report, isPresent: false })).toEqual([
      '  file: /etc/lab182/policy.json (none)',
      '  reference answers: open; hints and steps: open',
    ])
  })
  it('prints everything that is in force', () => {
    const lockedUntil = '2026-10-01T07:00:00.000Z'
    const lines = policyLines({
      ...report,
      ...{ references: { lockedUntil }, hints: 'locked', parts: { '4c': { hints: 'open' }, '1a': {} } },
      ...{ course: 'EECS 182', seed: 7, quota: { runs: 9, bytes: 2e6 }, isNamed: true },
      ...{ isDownloadAllowed: false, hasShortcuts: false, problem: 'It is damaged.' },
      engine: 'onnx webgpu',
      folders: { home: '/srv/ada', datasets: '/srv/data', engines: '/srv/engines' },
    })
    expect(lines).toEqual([
      '  file: /etc/lab182/policy.json, named by LAB182_POLICY',
      `  reference answers: locked until ${lockedUntil}; hints and steps: locked`,
      '  part 4c: hints and steps open',
      '  part 1a: as all parts',
      '  course: EECS 182',
      '  seed of every form: 7',
      '  engine and device of runs that name none: onnx webgpu',
      '  data folder: /srv/ada (LAB182_HOME comes before it)',
      '  data sets of all users: /srv/data',
      '  engines of all users: /srv/engines',
      '  at most 9 runs in a data folder',
      '  at most 2 MB of runs in a data folder',
      '  downloads: off',
      '  keyboard shortcuts: off',
      '  It is damaged.',
    ])
  })
})
