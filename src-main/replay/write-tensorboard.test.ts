import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Labrun } from './labrun-format.ts'
import { writeTensorboard } from './write-tensorboard.ts'

it('writes an event file a track, in a folder for the run, whatever the tracks are called', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lab182-tb-'))
  const batch = { from: 0, steps: [0, 1], seconds: [0, 1], series: { loss: [1, null] } }
  const run = {
    run: {
      id: 'r1',
      createdAt: '2026-01-01T00:00:00.000Z',
      request: { part: '4c', slot: 'search', params: {}, seed: 3, engine: 'auto' },
    },
    samples: [
      { ...batch, track: 'main' },
      { ...batch, track: '../up' },
      { ...batch, track: '-up' },
    ],
    snapshots: [],
  } as unknown as Labrun
  const files = await writeTensorboard(run, folder)
  expect(await readdir(folder)).toEqual(['4c-search-seed3-r1'])
  expect((await readdir(join(folder, '4c-search-seed3-r1'))).sort()).toEqual(['-up', '-up-3', 'main'])
  // Version, then two scalars.
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
  expect(new Set(sizes)).toEqual(new Set([40 + 2 * (16 + 36)]))
  await rm(folder, { recursive: true, force: true })
})
