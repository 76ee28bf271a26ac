import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Printing } from '../printer.ts'
import { noteMaking } from './making-records.ts'
import { openSubmissionLab } from './submission-under-test.testing.ts'
import { readZip } from './zip.ts'

const noPrinter: Printing = {
  problem: () => 'There is no printer here.',
  open: () => Promise.reject(new Error('There is no printer here.')),
}

let lab: Awaited<ReturnType<typeof openSubmissionLab>>
let away: string
beforeEach(async () => {
  lab = await openSubmissionLab(noPrinter)
  away = await mkdtemp(join(tmpdir(), 'lab182-away-'))
})
afterEach(async () => {
  await lab.close()
  await rm(away, { recursive: true, force: true })
})

/** A worksheet with one answer, which links a number of a run. */
async function answered() {
  const page = lab.page()
  const { client } = page
  await client.request('worksheet.open', { worksheet: 'mine' })
  const { id: run } = await page.start({ part: '1e', params: { iterations: 50 } })
  await page.ended(run)
  const cell = { worksheet: 'mine', cell: '1e' }
  const { id, link } = await client.request('worksheet.link', {
    ...cell,
    link: { kind: 'value', run, value: '1e.finalLoss', at: null },
    replace: null,
  })
  if (link.kind !== 'value') throw new Error('no number was linked')
  const text = `The loss ends at [${link.text}](lab:${id}).`
  await client.request('worksheet.saveCell', { ...cell, base: 0, text, isSkipped: false })
  return { page, client, number: link.text, run }
}
const order = { worksheet: 'mine', paper: 'a4', to: null } as const

describe('a submission', () => {
  it('is checked, with what this machine cannot print', async () => {
    const { client } = await answered()
    const check = await client.request('submission.check', { worksheet: 'mine' })
    expect(check).toMatchObject({ answered: 1, pdfProblem: 'There is no printer here.' })
    expect(check.findings).toContainEqual({
      kind: 'setting',
      cell: '1e',
      isWarning: true,
      sentence: expect.stringContaining('does not have the homework’s setting'),
    })
  })

  it('is written into a folder of its own, twice, with the steps on the way', async () => {
    const { client, page, number } = await answered()
    const formats = ['markdown', 'zip'] as const
    const first = await client.request('submission.make', { ...order, formats: [...formats] })
    const second = await client.request('submission.make', { ...order, formats: ['markdown'] })
    expect(second.folder).toBe(`${first.folder}-2`)
    expect(first.folder.startsWith(join(lab.home, 'submissions', 'my-homework-'))).toBe(true)
    expect(first.files.map(({ name, checked }) => [name, checked])).toEqual([
      ['homework.md', expect.stringMatching(/^\d+ parts$/)],
      ['homework.zip', expect.stringMatching(/ 1 replay file, checksums right$/)],
    ])
    expect(first.notes).toEqual([expect.stringContaining('There is no printer here.')])
    const text = await readFile(join(first.folder, 'homework.md'), 'utf8')
    expect(text).toContain(`The loss ends at ${number} \\[R1, not the homework’s setting\\].`)
    expect(page.events.filter(({ type }) => type === 'submission.progress').length).toBeGreaterThan(2)
    // Nothing half-made is left beside them.
    expect((await readdir(join(lab.home, 'submissions'))).sort()).toHaveLength(2)
  })

  it('has everything of each run in its zip', async () => {
    const { client } = await answered()
    const { folder } = await client.request('submission.make', { ...order, formats: ['zip'] })
    const entries = readZip(await readFile(join(folder, 'homework.zip')))
    expect(entries.map(({ name }) => name)).toEqual([
      'homework.md',
      'figures/R1-loss.svg',
      'figures/R1-w1.svg',
      'samples/R1-1e.csv',
      expect.stringMatching(/^replay\/1e-seed182-.+\.labrun$/),
    ])
    const csv = Buffer.from(entries.find(({ name }) => name.endsWith('.csv'))?.bytes ?? []).toString('utf8')
    expect(csv.split('\r\n')[0]).toBe('track,step,seconds,loss,expectedLoss,w1,w2')
    expect(csv.trimEnd().split('\r\n')).toHaveLength(52)
  })

  it('has a page to print where no PDF can be made', async () => {
    const { client } = await answered()
    const { files, notes } = await client.request('submission.make', { ...order, formats: ['pdf'] })
    expect(files.map(({ name }) => name)).toEqual(['homework.html'])
    expect(notes).toEqual([
      'There is no printer here. Instead of the PDF there is homework.html: open it in any browser and print it to a PDF.',
    ])
  })

  it('is read back in pieces, and nothing else is', async () => {
    const { client } = await answered()
    const made = await client.request('submission.make', { ...order, formats: ['zip'] })
    const read = (file: string, submission = made.id, from = 0) =>
      client.request('submission.read', { submission, file, from })
    const { data, total } = await read('homework.zip')
    const bytes = await readFile(join(made.folder, 'homework.zip'))
    expect([Buffer.from(data, 'base64').equals(bytes), total]).toEqual([true, bytes.length])
    expect((await read('homework.zip', made.id, total)).data).toBe('')
    for (const [file, id] of [
      ['../../worksheets/mine/worksheet.json', made.id],
      ['homework.md', made.id],
      ['homework.zip', 's99'],
    ] as const)
      await expect(read(file, id)).rejects.toThrow('There is no file')
  })

  it('names a run that was put into the trash since', async () => {
    const { client, run, number } = await answered()
    await client.request('run.delete', { run })
    const { folder, notes } = await client.request('submission.make', { ...order, formats: ['zip'] })
    expect(notes).toContain(
      `The run ${run} is in the trash, so the zip has neither its samples nor its replay file.`,
    )
    const entries = readZip(await readFile(join(folder, 'homework.zip')))
    expect(Buffer.from(entries[0]?.bytes ?? []).toString('utf8')).toContain(
      `${number} \\[R1, not the homework’s setting; the run is in the trash\\]`,
    )
  })
})

describe('the reference solution', () => {
  afterEach(() => void vi.unstubAllEnvs())

  it('is refused where the policy locks the references, and nothing is written', async () => {
    const { client } = lab.page()
    const policy = join(away, 'policy.json')
    vi.stubEnv('LAB182_POLICY', policy)
    const make = () =>
      client.request('submission.reference', { paper: 'a4', to: join(away, 'to'), formats: ['markdown'] })
    for (const [references, sentence] of [
      ['"locked"', 'Reference answers are locked'],
      ['{ "lockedUntil": "2999-01-01" }', 'Reference answers are locked'],
      // What cannot be read locks, for it was written to lock something.
      ['"opne"', 'policy.json'],
    ] as const) {
      await writeFile(policy, `{ "format": 1, "references": ${references} }`)
      await expect(make()).rejects.toThrow(sentence)
    }
    expect(await readdir(away)).toEqual(['policy.json'])
    await writeFile(policy, '{ "format": 1, "references": { "lockedUntil": "2001-01-01" } }')
    expect((await make()).files.map(({ name }) => name)).toEqual(['reference.md'])
  })
})

describe('a folder that was named', () => {
  it('is filled where it is new or empty, and never overwritten', async () => {
    const { client } = await answered()
    const make = (to: string) => client.request('submission.make', { ...order, to, formats: ['markdown'] })
    expect((await make(join(away, 'a', 'b'))).folder).toBe(join(away, 'a', 'b'))
    await mkdir(join(away, 'empty'))
    expect((await make(join(away, 'empty'))).folder).toBe(join(away, 'empty'))
    await writeFile(join(away, 'mine.txt'), 'mine')
    const inside = (await make(away)).folder
    expect(inside).toMatch(/my-homework-\d{4}-\d\d-\d\d$/)
    expect(await readFile(join(away, 'mine.txt'), 'utf8')).toBe('mine')
    expect((await make(away)).notes).toEqual([
      expect.stringContaining('holds other files, so the submission is in'),
    ])
  })

  it('that holds an earlier export has the new one in its place; changed files are kept and named', async () => {
    const { client } = await answered()
    const to = join(away, 'hw4')
    const make = (...formats: ('markdown' | 'zip' | 'pdf')[]) =>
      client.request('submission.make', { ...order, to, formats })
    await make('markdown', 'zip', 'pdf')
    await writeFile(join(to, 'notes.txt'), 'mine')
    await writeFile(join(to, 'homework.zip'), 'packed by hand')
    const second = await make('markdown')
    expect([second.folder, second.notes]).toEqual([
      to,
      ['homework.zip is of an earlier export and was changed since; it was kept as it is.'],
    ])
    const names = async () => (await readdir(to)).filter((name) => !name.startsWith('.')).sort()
    // The page to print, of the first export, is gone.
    expect(await names()).toEqual(['figures', 'homework.md', 'homework.zip', 'notes.txt'])
    await writeFile(join(to, 'homework.md'), 'words typed here')
    const third = await make('markdown')
    expect(third.notes).toEqual([
      'homework.md was changed since the last export; it was kept as homework.older-1.md.',
    ])
    expect(await readFile(join(to, 'homework.older-1.md'), 'utf8')).toBe('words typed here')
    expect(await readFile(join(to, 'homework.md'), 'utf8')).toContain('The loss ends at')
    expect(await readdir(away)).toEqual(['hw4'])
  })

  it('that is a file is refused in a sentence', async () => {
    const { client } = await answered()
    await writeFile(join(away, 'file'), '')
    await expect(
      client.request('submission.make', { ...order, to: join(away, 'file'), formats: ['markdown'] }),
    ).rejects.toThrow('is a file and not a folder. Name another folder, and try again.')
  })

  // Root may write anywhere, so that no folder is read-only for it.
  it.skipIf(process.getuid?.() === 0)(
    'that is read-only is refused in a sentence (not tried as root, who may write anywhere)',
    async () => {
      const { client } = await answered()
      await chmod(away, 0o500)
      await expect(
        client.request('submission.make', { ...order, to: join(away, 'new'), formats: ['markdown'] }),
      ).rejects.toThrow('Give the lab write permission, or name another folder, and try again.')
      await chmod(away, 0o700)
    },
  )
})

describe('a lab that is closed or was killed', () => {
  it('stops the export under way and leaves nothing of it', async () => {
    const { client, page } = await answered()
    const making = client.request('submission.make', { ...order, to: join(away, 'to'), formats: ['zip'] })
    const refused = expect(making).rejects.toThrow('The lab was closed before the submission was ready')
    await page.until(() => page.events.some(({ type }) => type === 'submission.progress'))
    await lab.stopExports()
    await refused
    expect(await readdir(away)).toEqual([])
    await expect(client.request('submission.make', { ...order, formats: ['markdown'] })).rejects.toThrow(
      'The lab was closed',
    )
    expect(await readdir(lab.home)).not.toContain('submissions')
  })

  it('is cleared up after at the next start, and what others fill now is left alone', async () => {
    const own = join(lab.home, 'submissions')
    const [killed, living, unknown] = ['a.0000000a.new', 'b.0000000b.new', 'c.0000000c.new']
    for (const name of [killed, living, unknown]) await mkdir(join(own, name), { recursive: true })
    await mkdir(join(away, 'd.0000000d.new'))
    await noteMaking(lab.home, '0000000b', join(own, living))
    await noteMaking(lab.home, '0000000d', join(away, 'd.0000000d.new'))
    const record = join(lab.home, 'exporting', '0000000d.json')
    const { process: mine, ...rest } = JSON.parse(await readFile(record, 'utf8')) as { process: object }
    // Started at another time: the number is another process's by now.
    await writeFile(record, JSON.stringify({ ...rest, process: { ...mine, pid: 2 ** 22 + 1 } }))
    await lab.sweepExports()
    expect(await readdir(own)).toEqual([living])
    expect(await readdir(away)).toEqual([])
    expect(await readdir(join(lab.home, 'exporting'))).toEqual(['0000000b.json'])
  })
})
