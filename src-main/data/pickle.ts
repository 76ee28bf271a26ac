/**
 * Reads the pickles that CIFAR-10's Python form consists of, and only those: dictionaries, lists, tuples, numbers,
 * byte strings, and NumPy arrays of unsigned bytes. Nothing is executed: a name may only be one of the three
 * that NumPy writes, and stands for nothing but itself. Opcodes: Python's Lib/pickletools.py.
 */
export interface ByteArray {
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}
export type PickleValue =
  number | string | boolean | null | ByteArray | PickleValue[] | Map<string, PickleValue>

class Name {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}
/** What a call to one of NumPy's names would have made; filled by the BUILD that follows. */
class Made {
  readonly maker: string
  array: ByteArray | null = null
  constructor(maker: string) {
    this.maker = maker
  }
}
/** A byte string, kept as bytes: it is text or an array's content, as its use tells. */
class Bytes {
  readonly bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}
/** Where a tuple or a run of items begins. */
class Mark {
  readonly isMark = true
}
const mark = new Mark()
type Item = number | boolean | null | Mark | Name | Made | Bytes | Item[] | Map<string, Item>

const arrayMaker = 'numpy.core.multiarray _reconstruct'
const allowedNames = [arrayMaker, 'numpy ndarray', 'numpy dtype']
/** Operations of one file, and values in what it makes: an official one has 60 000 at most (10 000 names and labels). */
const mostSteps = 200_000
/** Bytes of a key, and entries of a shape; the official ones have 11 and 2. */
const longestKey = 200
const mostDimensions = 8
const tooMuch = 'it holds far more than a file of CIFAR-10'

class PickleReader {
  private readonly input: Uint8Array
  private readonly view: DataView
  private at = 0
  private stack: Item[] = []
  private readonly memo = new Map<number, Item>()

  constructor(input: Uint8Array) {
    this.input = input
    this.view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  }

  read(): Item {
    for (let steps = 0; steps < mostSteps; steps++) {
      const opcode = String.fromCharCode(this.byte())
      if (opcode === '.') return this.pop()
      this.carryOut(opcode)
    }
    throw new Error(tooMuch)
  }

  private carryOut(opcode: string): void {
    switch (opcode) {
      case '\x80': {
        const protocol = this.byte()
        if (protocol > 2) throw new Error(`its pickle protocol is ${protocol}, and the official files have 2`)
        return
      }
      case '(':
        return this.push(mark)
      case '}':
        return this.push(new Map())
      case ']':
        return this.push([])
      case 'N':
        return this.push(null)
      case '\x88':
      case '\x89':
        return this.push(opcode === '\x88')
      case 'K':
        return this.push(this.byte())
      case 'M':
        return this.push(this.view.getUint16(this.advance(2), true))
      case 'J':
        return this.push(this.view.getInt32(this.advance(4), true))
      case 'U':
        return this.push(new Bytes(this.take(this.byte())))
      case 'T':
        return this.push(new Bytes(this.take(this.view.getUint32(this.advance(4), true))))
      case 'q':
        return void this.memo.set(this.byte(), this.top())
      case 'r':
        return void this.memo.set(this.view.getUint32(this.advance(4), true), this.top())
      case 'h':
        return this.push(this.recall(this.byte()))
      case 'j':
        return this.push(this.recall(this.view.getUint32(this.advance(4), true)))
      case 't':
        return this.push(this.sinceMark())
      case ')':
        return this.push([])
      case '\x85':
      case '\x86':
      case '\x87':
        return this.push(this.popMany(opcode.charCodeAt(0) - 0x84))
      case 'a':
      case 'e': {
        const items = opcode === 'a' ? [this.pop()] : this.sinceMark()
        const list = this.top()
        if (!Array.isArray(list)) throw new Error('it appends to something that is not a list')
        for (const item of items) list.push(item)
        return
      }
      case 's':
        return this.setItems(this.popMany(2))
      case 'u':
        return this.setItems(this.sinceMark())
      case 'c':
        return this.push(this.name())
      case 'R':
        return this.call()
      case 'b':
        return this.build()
      default:
        throw new Error(
          `it has the opcode 0x${opcode.charCodeAt(0).toString(16).padStart(2, '0')}, which no official file has`,
        )
    }
  }

  private setItems(items: Item[]): void {
    const map = this.top()
    if (!(map instanceof Map)) throw new Error('it sets items of something that is not a dictionary')
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i]
      if (!(key instanceof Bytes) || key.bytes.length > longestKey)
        throw new Error('a key of its dictionary is not a short text')
      map.set(textOf(key), items[i + 1] ?? null)
    }
  }

  private name(): Name {
    const name = `${this.line()} ${this.line()}`
    if (!allowedNames.includes(name))
      throw new Error(`it names ${JSON.stringify(name.slice(0, 80))}, which no official file does`)
    return new Name(name)
  }

  private call(): void {
    const [maker, given] = this.popMany(2)
    if (!(maker instanceof Name) || !Array.isArray(given))
      throw new Error('it calls something that is not a function')
    if (maker.name === 'numpy ndarray')
      throw new Error('it makes an array in a way that no official file does')
    if (maker.name === 'numpy dtype' && !isText(given[0], 'u1'))
      throw new Error('its array does not hold unsigned bytes')
    this.push(new Made(maker.name))
  }

  /** NumPy gives an array the state (version, shape, dtype, is Fortran order, content). */
  private build(): void {
    const [made, state] = this.popMany(2)
    if (!(made instanceof Made) || !Array.isArray(state))
      throw new Error('it fills something that is not an array')
    if (made.maker === arrayMaker) {
      const [, shape, dtype, isFortran, content] = state
      if (!(dtype instanceof Made) || dtype.maker !== 'numpy dtype' || isFortran !== false)
        throw new Error('its array does not hold rows of unsigned bytes')
      if (!Array.isArray(shape) || !(content instanceof Bytes)) throw new Error('its array has no content')
      const sides = shape.filter((side) => typeof side === 'number')
      if (sides.length !== shape.length || sides.length > mostDimensions)
        throw new Error('the shape of its array is not a list of a few numbers')
      made.array = { shape: sides, bytes: content.bytes }
    }
    this.push(made)
  }

  private push(item: Item): void {
    this.stack.push(item)
  }
  private pop(): Item {
    const item = this.stack.pop()
    if (item === undefined) throw new Error('it takes more than it has made')
    return item
  }
  private top(): Item {
    const item = this.stack.at(-1)
    if (item === undefined) throw new Error('it takes more than it has made')
    return item
  }
  private popMany(count: number): Item[] {
    if (this.stack.length < count) throw new Error('it takes more than it has made')
    return this.stack.splice(-count)
  }
  private sinceMark(): Item[] {
    const from = this.stack.lastIndexOf(mark)
    if (from < 0) throw new Error('it takes more than it has made')
    return this.stack.splice(from).slice(1)
  }
  private recall(key: number): Item {
    const item = this.memo.get(key)
    if (item === undefined) throw new Error('it recalls what it never kept')
    return item
  }
  private byte(): number {
    return this.input[this.advance(1)] ?? 0
  }
  private line(): string {
    const end = this.input.indexOf(10, this.at)
    if (end < 0 || end - this.at > 200) throw new Error('a name in it has no end')
    const text = textOf(new Bytes(this.input.subarray(this.at, end)))
    this.at = end + 1
    return text
  }
  private take(length: number): Uint8Array {
    const from = this.advance(length)
    return this.input.subarray(from, from + length)
  }
  /** Moves on by `length` bytes and returns where they begin. */
  private advance(length: number): number {
    const from = this.at
    if (from + length > this.input.length) throw new Error('it ends in the middle')
    this.at = from + length
    return from
  }
}

const textOf = ({ bytes }: Bytes): string => Buffer.from(bytes).toString('latin1')
const isText = (item: Item | undefined, text: string): boolean =>
  item instanceof Bytes && item.bytes.length === text.length && textOf(item) === text

/**
 * Turns what a pickle made into plain values. One that was kept and recalled is there as often as it stands, so both
 * the values and the bytes of text are counted: a file that doubles itself ends at the limit.
 */
class Plainer {
  private values = 0
  private textBytes: number

  /** `mostTextBytes`: as many as the file has; without a recall there are no more. */
  constructor(mostTextBytes: number) {
    this.textBytes = mostTextBytes
  }

  plain(item: Item, depth = 0): PickleValue {
    if (depth > 8) throw new Error('it is nested deeper than a file of CIFAR-10')
    if (++this.values > mostSteps) throw new Error(tooMuch)
    if (item instanceof Bytes) {
      this.textBytes -= item.bytes.length
      if (this.textBytes < 0) throw new Error(tooMuch)
      return textOf(item)
    }
    if (Array.isArray(item)) return item.map((entry) => this.plain(entry, depth + 1))
    if (item instanceof Map)
      return new Map([...item].map(([key, value]) => [key, this.plain(value, depth + 1)] as const))
    if (item instanceof Made && item.array) return item.array
    if (item === null || typeof item === 'number' || typeof item === 'boolean') return item
    throw new Error('it holds something that no official file does')
  }
}

/**
 * The value of a pickle of protocol 2 at most; byte strings as Latin-1 text, arrays as bytes in the input's
 * memory. Throws an Error whose message completes "the file cannot be read because ...".
 */
export function readPickle(input: Uint8Array): PickleValue {
  return new Plainer(input.length).plain(new PickleReader(input).read())
}
