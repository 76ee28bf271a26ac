import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problems } from '#experiments/problems.ts'
import { UsageError } from '#processes/command-line.mjs'
import { parseCommand } from './arguments.ts'

const engines = [
  { name: 'typescript', deviceIds: ['cpu'] },
  { name: 'tensorflow', deviceIds: ['cuda', 'cpu'] },
]
const known = { problems, engines, seed: 7 }
const parse = (line: string) => parseCommand(line.split(' ').filter(Boolean), known)
const run = (line: string) => {
  const command = parse(`run ${line}`)
  if (command.name !== 'run') throw new Error('not a run')
  const [request] = command.requests
  if (!request) throw new Error('no request')
  return { ...command, request }
}

describe('parseCommand', () => {
  it('takes defaults from the slot and the usual seed', () => {
    const { request, isJson } = run('1e')
    expect(isJson).toBe(false)
    expect(request).toMatchObject({ part: '1e', slot: 'main', seed: 7, engine: 'auto', device: 'auto' })
    expect(request.params).toMatchObject({ batchSize: 1024, dropRate: 0.5, optimizer: 'sgd' })
  })

  it('lists everything, a problem or one part', () => {
    const listed = (line: string) => {
      const command = parse(line)
      return command.name === 'list' ? command.problems.flatMap(({ parts }) => parts.map(({ id }) => id)) : []
    }
    expect(listed('list').length).toBeGreaterThan(20)
    expect(listed('list 4c --json')).toEqual(['4c'])
    expect(listed('list 2')).toEqual(['2a', '2b', '2c', '2d'])
    expect(() => parse('list 9z')).toThrow('There is no part "9z"')
  })

  it('takes the run to go on with', () => {
    expect(parse('resume 2026-01-01-a --json')).toEqual({
      name: 'resume',
      isJson: true,
      run: '2026-01-01-a',
    })
  })

  it('takes how far an answer goes', () => {
    expect(parse('answer 4c')).toMatchObject({ extent: 'answer', runs: [] })
    expect(parse('answer 4c --hint')).toMatchObject({ part: '4c', extent: 'hint' })
    expect(parse('answer --steps 4c --json')).toMatchObject({ extent: 'steps', isJson: true })
    expect(() => parse('answer 4c --hint --steps')).toThrow('exclude each other')
    expect(() => parse('answer 4c --steps --run a-1')).toThrow('"--steps" needs none')
  })

  it('takes what to do with the runs that are kept, and lists them unless told', () => {
    expect(parse('runs')).toEqual({ name: 'runs', isJson: false, action: { kind: 'list' } })
    expect(parse('runs --json list')).toEqual({ name: 'runs', isJson: true, action: { kind: 'list' } })
    expect(parse('runs delete a-1')).toMatchObject({ action: { kind: 'delete', run: 'a-1' } })
    expect(parse('runs export --json a-1')).toMatchObject({ isJson: true, action: { kind: 'export' } })
  })

  it('takes what to verify, and where a run is written', () => {
    expect(parse('verify /a.labrun /s.zip --json')).toEqual({
      name: 'verify',
      isJson: true,
      files: [resolve('/a.labrun'), resolve('/s.zip')],
    })
    expect(parse('runs export a-1 --tensorboard /tb')).toMatchObject({
      action: { kind: 'write', run: 'a-1', as: 'tensorboard', to: resolve('/tb') },
    })
    for (const [line, message] of [
      ['verify', /needs a replay file/],
      ['runs show a-1 --labrun x', /--labrun is an option of "runs export"/],
      ['runs export a-1 --labrun x --tensorboard y', /not both/],
    ] as const)
      expect(() => parse(line)).toThrow(message)
  })

  it('takes the worksheet to show, and lists them unless told', () => {
    expect(parse('worksheet')).toEqual({ name: 'worksheet', isJson: false, action: { kind: 'list' } })
    expect(parse('worksheet show --json')).toMatchObject({
      isJson: true,
      action: { kind: 'show', worksheet: null },
    })
    expect(parse('worksheet show demo')).toMatchObject({ action: { kind: 'show', worksheet: 'demo' } })
    expect(parse('worksheet delete demo')).toMatchObject({ action: { kind: 'delete', worksheet: 'demo' } })
    expect(() => parse('worksheet delete')).toThrow(/Which worksheet is to be deleted/)
    expect(() => parse('worksheet show ../demo')).toThrow(/"..\/demo" is not the name of a worksheet/)
    expect(() => parse('worksheet list demo')).toThrow(/"demo" is one word too many/)
    expect(() => parse('worksheet print')).toThrow(/"print" is not a worksheet command/)
  })

  it('takes settings, lists, seed and engine, in either spelling', () => {
    const { request } = run(
      '1g --set batchSize=25 --set=optimizer=adam --set sweepRates=0,0.5 --seed=3 --engine typescript --device cpu',
    )
    expect(request).toMatchObject({ seed: 3, engine: 'typescript', device: 'cpu' })
    expect(request.params).toMatchObject({ batchSize: 25, optimizer: 'adam', sweepRates: [0, 0.5] })
  })

  it('reads numbers as the page does', () => {
    const { request } = run('1g --set learningRate=0,05 --set=x1=−3 --set sweepRates=0,0.5 --seed 1e3')
    expect(request).toMatchObject({
      seed: 1000,
      params: { learningRate: 0.05, x1: -3, sweepRates: [0, 0.5] },
    })
  })

  it('takes options before the part, and help anywhere', () => {
    expect(run('--seed 4 1d').request).toMatchObject({ part: '1d', seed: 4 })
    expect([parse('run 1d --help'), parse('data -h'), parse('runs show --help')]).toEqual(
      Array.from({ length: 3 }, () => ({ name: 'help' })),
    )
  })

  it('takes a slot beside main, and the homework\u2019s setting', () => {
    expect(run('4c --slot search --set epochs=20').request).toMatchObject({
      part: '4c',
      slot: 'search',
      params: { epochs: 20 },
    })
    expect(run('1i').request.params['trainImages']).not.toBe(
      run('1i --homework').request.params['trainImages'],
    )
  })

  it('runs every part of a problem, main slots only', () => {
    expect(run('4').requests.map(({ part, slot }) => `${part} ${slot}`)).toEqual(
      ['4a', '4b', '4c', '4d', '4e', '4f'].map((part) => `${part} main`),
    )
  })

  it('takes the seeds of a group, of a part and of a problem', () => {
    expect([run('1e').seeds, run('1e --seeds 8').seeds, run('2 --seeds=3').seeds]).toEqual([1, 8, 3])
  })

  it('takes what to run of everything', () => {
    const all = (line: string) => parse(`run-all ${line}`)
    expect(all('')).toEqual({
      name: 'run-all',
      isJson: false,
      order: { setting: 'short', problems: null, seeds: 1 },
    })
    expect(all('--setting homework --problem 2 --problem=1 --problem 2 --seeds 4 --json')).toEqual({
      name: 'run-all',
      isJson: true,
      order: { setting: 'homework', problems: [2, 1], seeds: 4 },
    })
    expect(all('--resume')).toEqual({ name: 'run-all', isJson: false, order: null })
  })

  it('takes the runs to answer from', () => {
    expect(parse('answer 4c --run 2026-01-01-a --json')).toEqual({
      name: 'answer',
      isJson: true,
      part: '4c',
      extent: 'answer',
      runs: ['2026-01-01-a'],
    })
  })

  it.each([
    [
      'frob',
      /"frob" is not a command; there are list, run, run-all, answer, resume, runs, verify, worksheet, export, data, demo, engine, doctor, help/,
    ],
    ['demo', /"demo" needs play FILE --check/],
    ['demo play', /"demo play" needs the file/],
    ['demo play a.json', /only checks a demo: add --check/],
    ['list --jsn', /"--jsn" is not an option of list/],
    ['resume', /"resume" needs the name/],
    ['resume ../x', /"\.\.\/x" is not the name of a run/],
    ['resume a b', /"b" is one word too many/],
    ['runs frob', /"frob" is not a runs command; there are list, show, export, delete, release/],
    ['runs list a', /"a" is one word too many/],
    ['runs show', /"runs show" needs the name of a run/],
    ['runs delete ../x', /"\.\.\/x" is not the name of a run/],
    ['runs delete a b', /"b" is one word too many for runs delete/],
    ['run', /A part is missing; there are 1a, 1b/],
    ['run 9z', /no part "9z"; there are 1a, 1b/],
    ['run 4c --slot', /--slot needs a value/],
    ['run 4c --slot --json', /--slot needs a value/],
    ['run 4c --slot serch', /Part 4c has no slot "serch"; there are main, search/],
    ['run 1 --set dropRate=0', /"--set" is not an option of run with a whole problem; there are --homework/],
    ['run 1d --seeds 65', /--seeds must be a whole number from 1 to 64, not "65"/],
    ['run-all --setting long', /"long" is not a setting; there are short and homework/],
    ['run-all --problem 9', /no problem "9" to run; there are 1, 2/],
    ['run-all --resume --seeds 2', /takes no --seeds/],
    ['run-all 1', /"1" is not an option of run-all/],
    ['answer', /A part is missing/],
    ['answer 1', /"answer" needs a part/],
    ['answer 1d --run ../x', /not the name of a run/],
    ['run 1d --seed -1', /--seed must be a whole number .* not "-1"/],
    ['run 1d --seed 1.5', /--seed must be a whole number/],
    ['run 1d --set dropRate', /--set needs name=value, not "dropRate"/],
    ['run 1d --set rate=1', /no parameter "rate" .*dropRate/],
    ['run 1d --set dropRate=half', /^dropRate: “half” is not a number/],
    ['run 1d --set optimizer=sgdm', /"sgdm" is not a choice for optimizer; there are sgd, momentum and adam/],
    ['run 1d --engine cuda', /no engine "cuda"; there are auto, typescript, tensorflow/],
    ['run 1d --device wasm', /no device "wasm"; there are auto, cpu, cuda/],
    ['run 1d --engine typescript --device cuda', /no device "cuda" of typescript; there are auto, cpu/],
    ['run 1d extra', /"extra" is one word too many for run; there are --slot ID/],
    ['run 1d --set dropRate=0x1', /^dropRate: “0x1” is not a decimal number/],
    ['run 1d --set dropRate=1,000', /^dropRate: “1,000” may mean 1\.000 or 1000/],
    ['run 1g --set sweepRates=0,5', /^sweepRates: “0,5” may be one number/],
    ['run 1d --set learningRate=', /^learningRate: Nothing is there/],
    ['run 1d --seed 0x10', /^--seed: “0x10” is not a decimal number/],
    ['run 1d --json=1', /--json takes no value/],
    ['doctor --json --fast', /"--fast" is not an option of doctor; there are --json and --policy/],
    ['data import', /"data import" needs the path/],
    ['data import a b', /"b" is one word too many for data import/],
  ])('refuses "%s" by name', (line, message) => {
    expect(() => parse(line)).toThrow(UsageError)
    expect(() => parse(line)).toThrow(message)
  })
})
