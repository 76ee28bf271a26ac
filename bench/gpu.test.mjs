import { describe, expect, it } from 'vitest'
import { cardBytes, processBytes } from './gpu-memory.mjs'
import { readSelection } from './gpu-selection.mjs'
import { byKey, shaderLaunches } from './gpu-shaders.mjs'
import { eager, gpuTable, ratioToEager } from './gpu-table.mjs'
import { mostBytes, packedFiles, tooLarge } from './packed-files.mjs'

describe('the selection', () => {
  it('is the whole bench without arguments', () => {
    expect(readSelection([], {})).toMatchObject({
      ...{ only: '', batches: [8, 32, 64], pixels: 224, rounds: 5, steps: null, out: null },
      ...{ torchDevice: 'cuda', withCpu: false, withCompile: true, isProfiled: false },
    })
  })

  it('prefers a flag to its variable', () => {
    const selection = readSelection(['--size=32', '--batch', '2,4', '--cpu'], { SIZE: '64', OUT: 'a.json' })
    expect(selection).toMatchObject({ pixels: 32, batches: [2, 4], withCpu: true, out: 'a.json' })
  })

  it.each([
    [['--speed'], /no flag "--speed"/],
    [['--steps'], /--steps needs a value/],
    [['--batch', '8,x'], /BATCH is "x"; use a whole number of at least 2/],
    [['--size', '1e3'], /SIZE is "1e3"/],
  ])('refuses %j in a sentence', (args, sentence) => {
    expect(() => readSelection(args, {})).toThrow(sentence)
  })
})

/** @returns {import('./gpu-table.mjs').GpuRow} */
const row = (contestant, msPerStep, /** @type {string | null} */ problem = null) => ({
  ...{ network: 'ResNet-50', batch: 8, contestant, msPerStep, problem, allocatedBytes: null },
  ...{ turnsMs: msPerStep === null ? [] : [msPerStep, 2 * msPerStep], firstStepSeconds: null, memory: null },
})

describe('the table', () => {
  const rows = [row('onnx webgpu', 40), row(eager, 20), row('tensorflow cuda', null, 'No memory was left.')]

  it('compares speeds with PyTorch eager on the same workload', () => {
    expect(rows.map((each) => ratioToEager(each, rows))).toEqual([0.5, 1, null])
    expect(ratioToEager({ ...row('onnx webgpu', 40), batch: 32 }, rows)).toBeNull()
  })

  it('shows what failed as a row with its sentence, and memory that nobody measured', () => {
    const lines = gpuTable(rows).split('\n')
    expect(lines[2]).toMatch(/onnx webgpu +\| 40 +\| 40 to 80 +\| 0\.5 +\| +\| not measured/)
    expect(lines[4]).toMatch(/tensorflow cuda \| failed/)
    expect(lines.at(-1)).toBe('ResNet-50, batch 8, tensorflow cuda: No memory was left.')
  })
})

describe('a profile', () => {
  const api = (name, dur) => ({ cat: 'Api', name, dur, args: { shapes: 'inputs[0] = {4} ' } })
  const events = [
    api('Conv_1&Conv&Conv2dMM', 3000),
    api('Mul_2&Mul&Mul', 1000),
    api('Conv_9&Conv&Conv2dMM', 5000),
  ]
  const ofNode = { cat: 'Node', name: 'Conv_1_kernel_time', dur: 9000, args: {} }

  it('counts the launches of shaders, and not the nodes that wait for them', () => {
    const launches = shaderLaunches([...events, ofNode])
    expect(launches[0]).toEqual({
      ...{ node: 'Conv_1', shader: 'Conv Conv2dMM', shapes: 'inputs[0] = {4}', milliseconds: 3 },
    })
    expect(byKey(launches, 2, ({ shader }) => shader, 9)).toEqual([
      ['4', '1', 'Conv Conv2dMM'],
      ['0.5', '0.5', 'Mul Mul'],
    ])
  })
})

describe('the memory of a process', () => {
  const entry = (pid, type, name, used) =>
    `<process_info><pid>${pid}</pid><type>${type}</type><process_name>${name}</process_name><used_memory>${used}</used_memory></process_info>`
  const xml = `<gpu><fb_memory_usage><total>80 MiB</total><used>30 MiB</used></fb_memory_usage><bar1_memory_usage><used>1 MiB</used></bar1_memory_usage><processes>${entry(7, 'G', '/a/node', '10 MiB')}${entry(8, 'C', 'other', '12 MiB')}${entry(9, 'C', 'python3', 'N/A')}</processes></gpu>`

  it('is that of an entry of its number, also of type G, if it is a program of the bench', () => {
    expect([7, 8, 9, 10].map((pid) => processBytes(xml, pid))).toEqual([10 * 2 ** 20, null, null, null])
    expect(cardBytes(xml)).toBe(30 * 2 ** 20)
  })
})

describe('the archive', () => {
  it('holds the one native library that Linux on x64 needs', () => {
    const kept = ['package.json', 'dist/index.js', 'bin/napi-v6/linux/x64/libonnxruntime.so.1']
    const left = ['dist/index.d.ts', 'bin/napi-v6/linux/arm64/libonnxruntime.so.1', 'script/install.js']
    expect(packedFiles('onnxruntime-node', [...kept, ...left])).toEqual(kept)
  })

  it('stays under its limit', () => {
    expect(tooLarge(mostBytes - 1)).toBeNull()
    expect(tooLarge(mostBytes)).toMatch(/takes 64\.0 MiB; it must stay under 64 MiB/)
  })
})
