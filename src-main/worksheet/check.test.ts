import { describe, expect, it } from 'vitest'
import type { Cell, Provenance, Worksheet } from '#contract/worksheet.ts'
import { problems } from '#experiments/problems.ts'
import { checkWorksheet } from './check.ts'
import { cellOf, runId, valueLink, workedWorksheet } from './document/worked-worksheet.testing.ts'
import type { KnownRuns } from './known-runs.ts'
import { resolveWorksheet } from './resolve.ts'

const runs: KnownRuns = {
  isThere: (id) => id === runId,
  isInTrash: () => false,
  head: () => null,
  newestCompleted: () => null,
}
const check = (changes: Partial<Worksheet> = {}, known = runs) =>
  checkWorksheet(resolveWorksheet(workedWorksheet(changes), problems, known), problems)
const findings = (cell: Cell, known = runs) =>
  check({ cells: { '1e': cell } }, known).findings.filter(({ cell: at }) => at === '1e')
const linked = (from: Partial<Provenance>, words = '0.4041') =>
  cellOf(`It ends at [${words}](lab:v1).`, { v1: valueLink(from) })

describe('the check before handing in', () => {
  it('finds nothing in a cell that is answered with a measured number', () => {
    expect(findings(linked({}))).toEqual([])
  })
  it('finds every empty cell, and counts those that must be answered', () => {
    const { findings: all, required, answered } = check({ cells: {} })
    expect(answered).toBe(0)
    expect(all.filter(({ kind, isWarning }) => kind === 'empty' && isWarning)).toHaveLength(required)
    expect(check().answered).toBe(1)
  })
  it('only mentions what is optional', () => {
    const optional = check({ cells: {} }).findings.filter(({ cell }) => cell === '1h')
    expect(optional.map(({ kind, isWarning }) => [kind, isWarning])).toEqual([['empty', false]])
    expect(check().findings.find(({ cell }) => cell === '1h')).toMatchObject({
      kind: 'skipped',
      isWarning: false,
    })
  })
  it.each([
    ['synthetic', 'synthetic', false],
    ['host memory', 'host', false],
    ['predicted', 'predicted', false],
    ['diverged', 'diverged', false],
    ['stopped', 'stopped', true],
    ['failed', 'failed', true],
    ['not the homework’s setting', 'setting', true],
  ] as const)('names a number that is marked %s', (mark, kind, isWarning) => {
    expect(findings(linked({ marks: [mark] }))).toEqual([
      { kind, isWarning, cell: '1e', sentence: expect.stringMatching(/^Final loss \(0\.4041\) .+\.$/) },
    ])
  })
  it('names a number that was typed over, with what was measured', () => {
    expect(findings(linked({}, '0.5'))).toMatchObject([
      { kind: 'edited', sentence: 'Final loss was typed over: 0.5 instead of the measured 0.4041.' },
    ])
  })
  it('names a number whose run was deleted, and a link to nothing', () => {
    expect(findings(linked({ run: 'gone' }))).toMatchObject([{ kind: 'stale', isWarning: true }])
    expect(findings(cellOf('See [1](lab:v9).'))).toMatchObject([{ kind: 'stale' }])
  })
  it('names what is missing of the student and of problem 6', () => {
    const bare = check({
      student: { name: ' ', studentId: '' },
      log: {
        ...workedWorksheet().log,
        sources: [],
        sourcesText: '',
        people: [{ name: 'Grace', studentId: '' }],
        hours: { '1': 1 },
      },
    }).findings.filter(({ cell }) => cell === null)
    expect(bare.map(({ kind }) => kind)).toEqual(['student', 'student', 'log', 'log', 'log'])
    expect(bare.map(({ sentence }) => sentence).join(' ')).toMatch(
      /no student ID of Grace.*problem 2, 3, 4, 5/,
    )
  })
})
