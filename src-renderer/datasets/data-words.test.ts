import { expect, test } from 'vitest'
import type { DatasetsState } from '#contract/datasets.ts'
import { jobText, usedText } from './data-words.ts'

const none: DatasetsState = {
  auto: 'shapes10',
  cifar10: null,
  download: { address: 'https://example.org/a.tar.gz', bytes: 170_052_171, kept: 0 },
  job: null,
  problem: null,
  damage: null,
}
const some: DatasetsState = {
  ...none,
  auto: 'cifar10',
  cifar10: {
    trainImages: 50_000,
    testImages: 10_000,
    sha256: 'x',
    source: 'a.tar.gz, binary form',
    isOfficial: true,
    bytes: 184_500_000,
    isShared: false,
  },
}

test('says which data set a run would take, and that a synthetic one is synthetic', () => {
  expect(usedText(none, 'auto')).toContain('Synthetic, not CIFAR-10')
  expect(usedText(none, 'cifar10')).toContain('not available yet')
  expect(usedText(some, 'auto')).toContain('a.tar.gz, binary form')
  expect(usedText(some, 'shapes10')).toContain('Synthetic')
})

test('files that are not proven to be CIFAR-10 are not called so', () => {
  expect(usedText(some, 'cifar10')).toMatch(/^In use: CIFAR-10, .*form\)\.$/)
  const other = { ...some, cifar10: some.cifar10 && { ...some.cifar10, isOfficial: false } }
  expect(usedText(other, 'auto')).toMatch(
    /^In use: files of the form of CIFAR-10, .*not the official CIFAR-10/,
  )
})

test('tells progress in megabytes, or in files where a folder is read', () => {
  expect(jobText({ kind: 'download', phase: 'downloading', done: 12_300_000, total: 170_052_171 })).toBe(
    'Downloading: 12.3\u202fMB of 170.1\u202fMB',
  )
  expect(jobText({ kind: 'import', phase: 'reading', done: 2, total: 6 })).toContain('2 of 6 files')
  expect(jobText({ kind: 'import', phase: 'starting', done: 0, total: null })).toBe('Starting …')
})
