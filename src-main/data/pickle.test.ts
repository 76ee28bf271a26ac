import { describe, expect, it } from 'vitest'
import { pythonFile, someImages } from './testing/make-cifar10.ts'
import { readPickle } from './pickle.ts'

const bytes = (...parts: string[]): Uint8Array => Buffer.from(parts.join(''), 'latin1')

describe('readPickle', () => {
  it('reads what cPickle wrote of a CIFAR-10 batch', () => {
    const set = someImages(3, 7)
    const content = readPickle(pythonFile(set))
    if (!(content instanceof Map)) throw new Error('no dictionary')
    expect([...content.keys()]).toEqual(['batch_label', 'labels', 'data', 'filenames'])
    expect(content.get('batch_label')).toBe('training batch 1 of 5')
    expect(content.get('labels')).toEqual([...set.labels])
    expect(content.get('filenames')).toEqual(['image_s_0.png', 'image_s_1.png', 'image_s_2.png'])
    const data = content.get('data')
    if (!data || typeof data !== 'object' || !('bytes' in data)) throw new Error('no array')
    expect(data.shape).toEqual([3, 3072])
    expect(Buffer.from(data.bytes).equals(Buffer.from(set.images))).toBe(true)
  })

  it('recalls what was kept', () => {
    expect(readPickle(bytes('\x80\x02]q\x00(U\x01aq\x01h\x01j\x01\x00\x00\x00e.'))).toEqual(['a', 'a', 'a'])
  })

  it('refuses every name but those of a NumPy array, and calls nothing', () => {
    for (const name of ['os\nsystem\n', 'posix\nsystem\n', '__builtin__\neval\n', 'numpy\nload\n'])
      expect(() => readPickle(bytes(`\x80\x02c${name}U\x04true\x85R.`))).toThrow(
        /it names .*no official file/,
      )
  })

  it.each([
    ['an instance', '(S"x"\nios\nsystem\n.', /no official file has/],
    ['a persistent id', 'Px\n.', /no official file has/],
    ['a later protocol', '\x80\x05N.', /protocol is 5/],
    ['an array of floats', 'cnumpy\ndtype\nU\x02f8K\x00K\x01\x87R.', /unsigned bytes/],
    ['the array class called', 'cnumpy\nndarray\n)R.', /no official file does/],
    ['a call to a text', 'U\x01a)R.', /not a function/],
    ['an empty stack', 'R.', /more than it has made/],
    ['a torn end', 'T\xff\xff\xff\x7fabc', /ends in the middle/],
    ['a name without end', 'cnumpy', /no end/],
    ['a list without a mark', ']K\x01e.', /more than it has made/],
    ['a memory that was never filled', 'h\x07.', /never kept/],
  ])('refuses %s', (_, content, problem) => {
    expect(() => readPickle(bytes(content))).toThrow(problem)
  })

  it.each([
    // Lists of twenty references to the list before: 20^7 values.
    [
      'doubles itself',
      `]q\0${Array.from({ length: 6 }, (_, i) => `](${`h${String.fromCharCode(i)}`.repeat(20)}eq${String.fromCharCode(i + 1)}`).join('')}.`,
      /far more than a file of CIFAR-10/,
    ],
    [
      'doubles itself in the shape of its array',
      `]q\0${Array.from({ length: 24 }, (_, i) => `](${`h${String.fromCharCode(i)}`.repeat(20)}eq${String.fromCharCode(i + 1)}`).join('')}` +
        'cnumpy.core.multiarray\n_reconstruct\n)R(K\x01h\x18\x85cnumpy\ndtype\nU\x02u1\x85R\x89U\x01atb.',
      /shape of its array/,
    ],
    ['recalls a long text without end', `](U\xff${'a'.repeat(255)}q\0${'h\0'.repeat(50)}e.`, /far more than/],
    ['never ends', 'N'.repeat(300_000), /far more than/],
    ['has a long key', `}T\0\x10\0\0${'k'.repeat(4096)}Ns.`, /not a short text/],
  ])('refuses one that %s', (_, content, problem) => {
    expect(() => readPickle(bytes(content))).toThrow(problem)
  })

  it('reads as many labels and names as an official file has', () => {
    const count = 10_000
    const set = { count, images: new Uint8Array(count), labels: new Uint8Array(count) }
    const content = readPickle(pythonFile(set))
    expect(content instanceof Map && content.get('labels')).toHaveLength(count)
  })

  it('refuses a list that holds itself', () => {
    expect(() => readPickle(bytes(']q\x00h\x00a.'))).toThrow(/nested deeper/)
  })

  it('survives any single damaged byte: a value or an Error, never a crash', () => {
    const file = pythonFile(someImages(1, 3))
    const places = [...file.keys()].filter((at) => at < 300 || at > file.length - 60)
    for (const at of places)
      for (const value of [0, 40, 82, 98, 255]) {
        const damaged = Buffer.from(file)
        damaged[at] = value
        try {
          readPickle(damaged)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }
  })
})
