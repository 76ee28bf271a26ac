import { Random } from '#numeric/random.ts'

const junk: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  '',
  'constructor',
  '__proto__',
  'toString',
  '../../etc/passwd',
  'x\u0000y',
  '\ud800',
  'é'.repeat(3000),
  [],
  [[[]]],
  {},
  { length: 1e9 },
  { then: 1 },
  { toString: null, valueOf: null },
]
/** Requests as they should be, but of runs and data that do not exist; none starts a process. */
const requests: readonly Readonly<Record<string, unknown>>[] = [
  { type: 'lab.describe', more: 1 },
  { type: 'run.control', run: 'none', action: 'stop' },
  { type: 'run.speed', run: 'none', stepsPerSecond: 1 },
  { type: 'run.resume', run: 'none', stepsPerSecond: null },
  { type: 'run.watch', run: 'none', from: {}, snapshots: 0 },
  { type: 'run.unwatch', run: 'none' },
  { type: 'run.ack', run: 'none' },
  { type: 'run.rename', run: 'none', name: 'x' },
  { type: 'run.delete', run: 'none' },
  { type: 'worksheet.list', more: 1 },
  { type: 'worksheet.open', worksheet: 'none' },
  { type: 'worksheet.saveCell', worksheet: 'none', cell: '1e', base: 0, text: 'x', isSkipped: false },
  { type: 'worksheet.saveLog', worksheet: 'none', base: 0, log: {} },
  { type: 'worksheet.change', worksheet: 'none', choose: { slot: '1e', run: 'none' } },
  { type: 'worksheet.addTime', worksheet: 'none', problem: 1, seconds: 1 },
  { type: 'worksheet.delete', worksheet: 'none' },
  {
    type: 'worksheet.file',
    worksheet: 'none',
    upload: 'a',
    kind: 'png',
    from: 0,
    total: 4,
    data: 'AAAAAA==',
  },
  { type: 'worksheet.readFile', worksheet: 'none', file: 'none.png', from: 0 },
  { type: 'worksheet.states', worksheet: 'none' },
  { type: 'dataset.import', path: 'x', more: 1 },
  { type: 'dataset.preview', name: 'auto', count: 11, seed: 1 },
]
const starts: readonly string[] = [
  '{"part":"constructor","slot":"main","params":{},"seed":1,"engine":"auto"}',
  '{"part":"1d","slot":"__proto__","params":{},"seed":1,"engine":"auto"}',
  '{"part":"1d","slot":"main","params":{"constructor":1},"seed":1,"engine":"auto"}',
  '{"part":"1d","slot":"main","params":{"iterations":1e400},"seed":1,"engine":"auto"}',
  '{"part":"1d","slot":"main","params":{"__proto__":{"seed":1}},"seed":-1,"engine":"auto"}',
]
const numbers = ['1e999', '-1e999', '9'.repeat(400), '1.5', '-0', '9007199254740993']

const nested = (levels: number, inside = ''): string => '['.repeat(levels) + inside + ']'.repeat(levels)

/** An endless, seeded run of messages that no page would send: texts, of which none starts a run or a process. */
export function* hostileMessages(seed: number): Generator<string, never> {
  const random = new Random(seed)
  const pick = <T>(from: readonly T[]): T => from[random.integer(from.length)] as T
  const levels = (): number => pick([33, 500, 5_000, 30_000])
  for (let id = 1; ; id++) {
    const request = { id, ...pick(requests) }
    const field = pick(Object.keys(request).filter((name) => name !== 'type' && name !== 'more'))
    const text = JSON.stringify(request)
    switch (random.integer(9)) {
      case 0:
        yield nested(levels())
        break
      case 1:
        yield '{"a":'.repeat(2_000) + '1' + '}'.repeat(2_000)
        break
      case 2: // nested without end inside a request, the last bracket perhaps missing
        yield `{"id":${id},"type":"${pick(requests)['type'] as string}","run":${nested(levels()).slice(random.integer(2))}}`
        break
      case 3:
        yield JSON.stringify({ ...request, [field]: pick(junk) })
        break
      case 4:
        yield text.slice(0, random.integer(text.length))
        break
      case 5:
        yield `{"id":${pick(numbers)},"type":"run.speed","run":"none","stepsPerSecond":${pick(numbers)}}`
        break
      case 6:
        yield `{"id":${id},"type":"run.watch","run":"none","from":{"__proto__":${pick(numbers)},"constructor":1},"snapshots":0}`
        break
      case 7:
        yield `{"id":${id},"type":"run.start","request":${pick(starts)},"stepsPerSecond":null,"isPaused":false}`
        break
      default:
        yield JSON.stringify(pick([pick(junk), [request], { ...request, type: pick(junk) }, request]))
    }
  }
}
