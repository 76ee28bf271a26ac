import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLocked, lockSentence, openPolicy, policySchema } from '#contract/policy.ts'
import { policyLines, policyPath, readPolicy } from './policy.ts'

let folder = ''
let files = 0
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'lab182-policy-'))))
afterAll(() => rm(folder, { recursive: true }))

/** The policy that a file of this text sets. */
async function read(text: string | Uint8Array) {
  const path = join(folder, `policy-${++files}.json`)
  await writeFile(path, text)
  const policy = await readPolicy({ path, isNamed: false })
  expect(policySchema.parse(JSON.parse(JSON.stringify(policy)))).toEqual(policy)
  return policy
}

describe('where the policy lies', () => {
  it.each([
    ['linux', {}, '/etc/lab182/policy.json'],
    ['darwin', {}, '/Library/Application Support/Lab 182/policy.json'],
    ['win32', { ProgramData: 'D:\\Shared' }, 'D:\\Shared\\Lab 182\\policy.json'],
    ['win32', {}, 'C:\\ProgramData\\Lab 182\\policy.json'],
  ] as const)('on %s, with the environment %o', (platform, env, path) => {
    expect(policyPath(env, platform)).toEqual({ path, isNamed: false })
  })
  it('a named file comes before the system’s', () => {
    const path = join(folder, 'named.json')
    expect(policyPath({ LAB182_POLICY: path }, 'linux')).toEqual({ path, isNamed: true })
    expect(policyPath({ LAB182_POLICY: '' }, 'linux').isNamed).toBe(false)
  })
})

describe('a policy file', () => {
  it('opens everything where there is none, but not where one was named', async () => {
    const path = join(folder, 'none.json')
    expect(await readPolicy({ path, isNamed: false })).toEqual(openPolicy)
    const named = await readPolicy({ path, isNamed: true })
    expect(named).toMatchObject({ references: 'locked', hints: 'locked' })
    expect(named.problem).toMatch(/none\.json cannot be read \(ENOENT/)
  })

  it('sets what it names and leaves the rest open', async () => {
    expect(await read('{"format":1,"references":"locked"}')).toEqual({ ...openPolicy, references: 'locked' })
    expect(await read('\ufeff{"format":1,"hints":"locked"}')).toEqual({ ...openPolicy, hints: 'locked' })
    expect(await read('{"format":1}')).toEqual(openPolicy)
  })

  it('locks until an instant, or until a day begins where the lab is', async () => {
    const instant = await read('{"format":1,"references":{"lockedUntil":"2026-10-01T09:00:00+02:00"}}')
    expect(instant.references).toEqual({ lockedUntil: '2026-10-01T07:00:00.000Z' })
    const day = await read('{"format":1,"references":{"lockedUntil":"2026-10-01"}}')
    expect(day.references).toEqual({ lockedUntil: new Date(2026, 9, 1).toISOString() })
    const [before, after] = [Date.UTC(2026, 9, 1, 6, 59), Date.UTC(2026, 9, 1, 7)]
    expect([isLocked(instant.references, before), isLocked(instant.references, after)]).toEqual([true, false])
  })

  it.each([
    ['{"format":1,', 'is not JSON'],
    ['', 'is not JSON'],
    ['null', 'has a wrong or unknown content'],
    ['[]', 'has a wrong or unknown content'],
    ['{"references":"locked"}', 'field "format"'],
    ['{"format":1,"references":"closed"}', 'field "references"'],
    ['{"format":1,"references":{"lockedUntil":"soon"}}', 'field "references"'],
    ['{"format":1,"references":{"lockedUntil":"2026-02-30"}}', 'field "references"'],
    ['{"format":1,"reference":"locked"}', 'field "reference"'],
    ['{"format":2,"references":"open"}', 'has format 2, which a newer Lab 182 reads'],
    [`{"format":1,"references":"open"}${' '.repeat(70_000)}`, 'is larger than 64 KiB'],
  ])('that cannot be used locks everything, in one sentence: %s', async (text, why) => {
    const { problem, ...locks } = await read(text)
    expect(locks).toEqual({ references: 'locked', hints: 'locked' })
    expect(problem).toContain(why)
    expect(problem).toMatch(/^The policy file .*policy-\d+\.json .*until an administrator repairs it\.$/)
  })

  it('that is a folder locks everything', async () => {
    const { references, problem } = await readPolicy({ path: folder, isNamed: false })
    expect([references, problem]).toEqual(['locked', expect.stringContaining('is not a file')])
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

it('the doctor names the file and what it sets', () => {
  const path = '/etc/lab182/policy.json'
  expect(policyLines({ ...openPolicy, path, isPresent: false })).toEqual([
    '  file: /etc/lab182/policy.json (none)',
    '  reference answers: open; hints and steps: open',
  ])
  const lockedUntil = '2026-10-01T07:00:00.000Z'
  expect(
    policyLines({
      references: { lockedUntil },
      hints: 'locked',
      problem: 'It is damaged.',
      path,
      isPresent: true,
    }),
  ).toEqual([
    '  file: /etc/lab182/policy.json',
    `  reference answers: locked until ${lockedUntil}; hints and steps: locked`,
    '  It is damaged.',
  ])
})
