import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { limits } from './labrun-format.ts'
import { replayFilesIn, zipLimits } from './read-zip.ts'

const text = (words: string): Uint8Array => new TextEncoder().encode(words)

describe('the replay files of a zip', () => {
  it('are those that end in .labrun, by name; the rest is left packed', () => {
    const zip = zipSync({
      'hw4.pdf': text('pdf'),
      'runs/b.labrun': text('b'),
      'runs/a.labrun': text('a'),
      '__MACOSX/a.labrun': text('?'),
    })
    expect(
      replayFilesIn(zip, 's.zip').map(({ name, bytes }) => [name, String.fromCharCode(...bytes)]),
    ).toEqual([
      ['runs/a.labrun', 'a'],
      ['runs/b.labrun', 'b'],
    ])
  })

  it('are refused by the size that they name, before they are unpacked', () => {
    const bomb = zipSync({ 'a.labrun': new Uint8Array(limits.bytes + 1) })
    expect(bomb.length).toBeLessThan(200_000)
    expect(() => replayFilesIn(bomb, 's.zip')).toThrow(
      /"s\.zip" was not opened: "a\.labrun" in it unpacks to/,
    )
  })

  it('that name a smaller size than they have are cut there', () => {
    const zip = zipSync({ 'a.labrun': new Uint8Array(5_000_000) })
    // The size in the central directory, which is what is believed.
    const view = new DataView(zip.buffer, zip.byteOffset)
    const directory = Array.from(zip.keys()).find((at) => view.getUint32(at, true) === 0x02014b50) ?? 0
    view.setUint32(directory + 24, 100, true)
    const unpacked = ((): number => {
      try {
        return replayFilesIn(zip, 's.zip')[0]?.bytes.length ?? 0
      } catch {
        return 0
      }
    })()
    expect(unpacked).toBeLessThanOrEqual(100)
  })

  it('are as large as their bytes where they are stored, whatever size they name', () => {
    const zip = zipSync({ 'a.labrun': new Uint8Array(limits.bytes + 1) }, { level: 0 })
    const view = new DataView(zip.buffer, zip.byteOffset)
    view.setUint32(zip.length - 22 - (46 + 'a.labrun'.length) + 24, 1, true)
    expect(() => replayFilesIn(zip, 's.zip')).toThrow(/"a\.labrun" in it unpacks to/)
  })

  it('of a zip with too many files, or of a torn one, are refused in a sentence', () => {
    const many = Object.fromEntries(
      Array.from({ length: zipLimits.entries + 1 }, (_, at) => [`f${at}`, text('')]),
    )
    expect(() => replayFilesIn(zipSync(many), 's.zip')).toThrow(/holds more than 5000 files/)
    expect(() => replayFilesIn(text('PK\u0003\u0004 and so on'), 's.zip')).toThrow(/"s\.zip" is damaged/)
  })
})
