/** A lab that is killed at every step of a save, and a disk that takes nothing more. */
import type * as Files from 'node:fs/promises'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { savedCell } from './save-worksheet.ts'
import { WorksheetStore } from './worksheet-store.ts'
import { openWorksheetLab } from './worksheet-under-test.testing.ts'

/** `steps`: changes to the disk until the process is killed. `refuses`: the code with which all writing is refused. */
const disk = vi.hoisted(() => ({ steps: Infinity, refuses: null as string | null }))
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof Files>()
  const step = (): void => {
    if (disk.refuses)
      throw Object.assign(new Error(`${disk.refuses}: refused, write`), { code: disk.refuses })
    if (disk.steps <= 0) throw new Error('killed')
    disk.steps--
  }
  const counted =
    <Args extends unknown[], Result>(change: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      step()
      return change(...args)
    }
  return {
    ...fs,
    writeFile: counted(fs.writeFile),
    rename: counted(fs.rename),
    link: counted(fs.link),
    copyFile: counted(fs.copyFile),
    mkdir: counted(fs.mkdir),
    rm: async (...args: Parameters<typeof fs.rm>) => {
      if (!disk.refuses) step()
      return fs.rm(...args)
    },
    access: async (...args: Parameters<typeof fs.access>) => {
      if (disk.refuses === 'EROFS') step()
      return fs.access(...args)
    },
    open: async (...args: Parameters<typeof fs.open>) => {
      const isWriting = !['r', undefined].includes(args[1] as string | undefined)
      // Overwriting in place needs no room.
      if (isWriting && args[1] !== 'r+') step()
      const handle = await fs.open(...args)
      if (!isWriting) return handle
      const { writeFile: whole } = handle
      handle.writeFile = async (data) => {
        const text = String(data)
        const isKilled = disk.steps <= 0
        await whole.call(handle, isKilled ? text.slice(0, text.length / 2) : text)
        step()
      }
      return handle
    },
  }
})

let home: string
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'lab182-'))))
afterEach(async () => {
  Object.assign(disk, { steps: Infinity, refuses: null })
  await rm(home, { recursive: true, force: true })
})

const folder = (): string => join(home, 'worksheets', 'mine')

/** What the lock says of this process is said of one that has ended. */
async function endedProcess(): Promise<void> {
  const lock = join(folder(), 'lock')
  const names = await readdir(lock).catch((): string[] => [])
  for (const name of names.filter((each) => each.startsWith('claim-'))) {
    const text = await readFile(join(lock, name), 'utf8')
    await writeFile(join(lock, name), text.replace(/"started":"\d+"/, '"started":"1"'))
  }
}
const save = (store: WorksheetStore, text: string, base: number) =>
  store.update('mine', (worksheet, now) =>
    savedCell(
      worksheet,
      { id: 0, type: 'worksheet.saveCell', worksheet: 'mine', cell: '1e', base, text, isSkipped: false },
      now,
    ),
  )

/** Carries `task` out again and again, killed a step later each time, until it comes to its end. */
async function killedAtEachStep(
  prepare: () => Promise<void>,
  task: () => Promise<unknown>,
  look: (isDone: boolean, steps: number) => Promise<void>,
): Promise<number> {
  for (let steps = 0; ; steps++) {
    await prepare()
    disk.steps = steps
    const isDone = await task().then(
      () => disk.steps > 0,
      () => false,
    )
    disk.steps = Infinity
    await endedProcess()
    await look(isDone, steps)
    if (isDone) return steps
  }
}

describe('a lab that is killed', () => {
  it('at any step of a save leaves the text of before or of after, and the next lab saves on', async () => {
    let store = new WorksheetStore(home)
    const steps = await killedAtEachStep(
      async () => {
        await rm(folder(), { recursive: true, force: true })
        store = new WorksheetStore(home)
        await store.open('mine')
        await save(store, 'one', 0)
      },
      () => save(store, 'one two', 1),
      async (isDone) => {
        const next = new WorksheetStore(home)
        const { worksheet, notice } = await next.open('mine')
        const cell = worksheet.cells['1e']
        expect(notice).toBeNull()
        expect(isDone ? ['one two'] : ['one', 'one two']).toContain(cell?.text)
        expect(await save(next, 'three', cell?.revision ?? 0)).toMatchObject({ kind: 'saved' })
        expect((await readdir(folder())).sort()).toEqual(['backups', 'lock', 'worksheet.json'])
      },
    )
    expect(steps).toBeGreaterThan(8)
  })

  it('at any step of making the first worksheet leaves one that can be made', async () => {
    const steps = await killedAtEachStep(
      () => rm(join(home, 'worksheets'), { recursive: true, force: true }),
      () => new WorksheetStore(home).open('mine'),
      async () => {
        const next = new WorksheetStore(home)
        expect((await next.open('mine')).worksheet).toMatchObject({ id: 'mine', name: 'My homework' })
        expect(await save(next, 'one', 0)).toMatchObject({ kind: 'saved' })
      },
    )
    expect(steps).toBeGreaterThan(3)
  })

  it('at any step of mending a damaged file leaves one that is mended by the next', async () => {
    const steps = await killedAtEachStep(
      async () => {
        await rm(folder(), { recursive: true, force: true })
        const store = new WorksheetStore(home)
        await store.open('mine')
        await save(store, 'one', 0)
        await save(store, 'one two', 1)
        await writeFile(join(folder(), 'worksheet.json'), '{"form')
      },
      () => new WorksheetStore(home).open('mine'),
      async () => {
        const { worksheet } = await new WorksheetStore(home).open('mine')
        expect(worksheet.cells['1e']?.text).toBe('one')
        const kept = (await readdir(folder())).filter((name) => name.startsWith('worksheet.damaged-'))
        expect(await readFile(join(folder(), kept[0] ?? ''), 'utf8')).toBe('{"form')
      },
    )
    expect(steps).toBeGreaterThan(5)
  })
})

describe.each(['ENOSPC', 'EROFS'])('a disk that refuses writes with %s', (code) => {
  it('refuses a save in a sentence, shows what is there, and takes it once there is room', async () => {
    const lab = await openWorksheetLab(home)
    const { client } = lab.page()
    await client.request('worksheet.open', { worksheet: 'mine' })
    const body = { worksheet: 'mine', cell: '1e', base: 0, text: 'typed', isSkipped: false }
    disk.refuses = code
    await expect(client.request('worksheet.saveCell', body)).rejects.toThrow(
      code === 'ENOSPC'
        ? /^Not saved: the disk that holds .* is full\. Free some space; what you typed stays on the screen/
        : /^Not saved: .* cannot be written \(EROFS.*\)\. Give the lab write permission; what you typed stays/,
    )
    const opened = await client.request('worksheet.open', { worksheet: 'mine' })
    expect(opened).toMatchObject({ worksheet: { cells: {} }, isReadOnly: code === 'EROFS' })
    disk.refuses = null
    expect(await client.request('worksheet.saveCell', body)).toMatchObject({ kind: 'saved' })
    await lab.close()
  })

  it('refuses a picture, and opens a damaged worksheet from its backup without writing', async () => {
    const lab = await openWorksheetLab(home)
    await lab.worksheets.open('mine')
    await save(lab.worksheets, 'one', 0)
    await save(lab.worksheets, 'two', 1)
    await writeFile(join(folder(), 'worksheet.json'), '')
    const again = await openWorksheetLab(home)
    disk.refuses = code
    const { client } = again.page()
    const { worksheet, notice } = await client.request('worksheet.open', { worksheet: 'mine' })
    expect(worksheet.cells['1e']?.text).toBe('one')
    expect(notice).toMatch(/backup/)
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    const piece = {
      worksheet: 'mine',
      upload: 'a',
      kind: 'svg',
      from: 0,
      total: svg.length,
      data: svg.toString('base64'),
    } as const
    await expect(client.request('worksheet.file', piece)).rejects.toThrow(/^Not saved/)
    disk.refuses = null
    expect(await readFile(join(folder(), 'worksheet.json'), 'utf8')).toBe('')
    await Promise.all([lab.close(), again.close()])
  })

  it('shows an empty worksheet where there is none yet', async () => {
    disk.refuses = code
    const { worksheet } = await new WorksheetStore(home).open('mine')
    expect(worksheet).toMatchObject({ id: 'mine', cells: {} })
    await expect(save(new WorksheetStore(home), 'one', 0)).rejects.toThrow()
  })
})
