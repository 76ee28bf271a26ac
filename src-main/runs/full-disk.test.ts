/** A disk that takes nothing more, or nothing at all: what is on it is still shown, and can be deleted. */
import type * as Files from 'node:fs/promises'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { claimAs } from './lab-folder.testing.ts'
import { openLab, recorded } from './lab-under-test.testing.ts'

/** The error code with which every write is refused; null while the disk takes them. */
const disk = vi.hoisted(() => ({ refuses: null as string | null }))
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof Files>()
  const refuse = (): void => {
    if (disk.refuses)
      throw Object.assign(new Error(`${disk.refuses}: no space left, write`), { code: disk.refuses })
  }
  const refusing =
    <Args extends unknown[], Result>(write: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      refuse()
      return write(...args)
    }
  return {
    ...fs,
    open: async (...args: Parameters<typeof fs.open>) => {
      // Overwriting in place needs no room.
      if (!['r', 'r+', undefined].includes(args[1] as string | undefined)) refuse()
      return fs.open(...args)
    },
    writeFile: refusing(fs.writeFile),
    copyFile: refusing(fs.copyFile),
    link: refusing(fs.link),
  }
})

let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => (lab = await openLab()))
afterEach(async () => {
  disk.refuses = null
  await lab.close()
})

async function killedRun() {
  const page = lab.page()
  const run = await page.start()
  await page.ended(run.id)
  const folder = join(lab.store.folder, run.id)
  await claimAs(folder, { started: '1' })
  return { id: run.id, folder }
}

describe.each(['ENOSPC', 'EROFS'])('on a disk that refuses writes with %s', (code) => {
  it('a run whose lab was killed opens as interrupted, and so once there is room', async () => {
    const { id, folder } = await killedRun()
    const before = await readFile(join(folder, 'run.json'), 'utf8')
    disk.refuses = code
    const again = await openLab(lab.home)
    expect(again.problems).toEqual([])
    const run = await again.manager.summary(id)
    expect(run).toMatchObject({ status: 'interrupted', sampleCounts: { main: 1001 } })
    expect((await recorded(again, id)).length).toBe(1001)
    expect(await readFile(join(folder, 'run.json'), 'utf8')).toBe(before)
    disk.refuses = null
    expect(await (await openLab(lab.home)).manager.summary(id)).toEqual(run)
  })

  it('a damaged run opens, rebuilt', async () => {
    const { id, folder } = await killedRun()
    await writeFile(join(folder, 'run.json'), '')
    disk.refuses = code
    const again = await openLab(lab.home)
    expect((await again.manager.summary(id)).problem).toMatch(/rebuilt/)
    expect(await readFile(join(folder, 'run.json'), 'utf8')).toBe('')
  })

  it('a change is refused in a sentence', async () => {
    const { id } = await killedRun()
    disk.refuses = code
    const { client } = (await openLab(lab.home)).page()
    await expect(client.request('run.rename', { run: id, name: 'mine' })).rejects.toThrow(
      code === 'ENOSPC'
        ? /^The disk that holds .* is full; free some space, or delete runs/
        : /cannot be changed/,
    )
  })
})

describe('on a full disk', () => {
  it.each(['', 'killed'])('a %s run can be deleted to make room', async (kind) => {
    const { id, folder } = await killedRun()
    if (kind === '') await writeFile(join(folder, 'run.json'), '{"format":2}')
    disk.refuses = 'ENOSPC'
    const { client } = (await openLab(lab.home)).page()
    await client.request('run.delete', { run: id, isForGood: true })
    expect(await readdir(lab.store.folder)).toEqual([])
  })

  it('a start that is refused leaves nothing behind', async () => {
    disk.refuses = 'ENOSPC'
    await expect(lab.page().start()).rejects.toThrow(/could not be started.*free some space/)
    expect(await readdir(lab.store.folder)).toEqual([])
    expect(lab.manager.list().runs).toEqual([])
  })
})

it('a run that cannot be read is deleted when somebody wants that', async () => {
  const id = 'no-run'
  const folder = join(lab.store.folder, id)
  await mkdir(join(folder, 'run.json'), { recursive: true })
  const again = await openLab(lab.home)
  expect(again.problems[0]).toMatch(/no-run cannot be read/)
  await again.page().client.request('run.delete', { run: id, isForGood: true })
  expect(await readdir(lab.store.folder)).toEqual([])
  await expect(again.page().client.request('run.delete', { run: id, isForGood: true })).rejects.toThrow(
    /There is no run/,
  )
})
