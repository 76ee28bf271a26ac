import { describe, expect, it } from 'vitest'
import { definitions } from '#experiments/definitions.ts'
import { parseCommand, UsageError } from './arguments.ts'

const known = { experiments: definitions, engines: ['typescript', 'tensorflow'], seed: 7 }
const parse = (line: string) => parseCommand(line.split(' ').filter(Boolean), known)
const run = (line: string) => {
  const command = parse(`run p1-dropout ${line}`)
  if (command.name !== 'run') throw new Error('not a run')
  return command
}

describe('parseCommand', () => {
  it('takes defaults from the preset and the usual seed', () => {
    const { request, isJson } = run('--preset 1e')
    expect(isJson).toBe(false)
    expect(request).toMatchObject({ preset: '1e', seed: 7, engine: 'auto' })
    expect(request.params).toMatchObject({ batchSize: 1024, dropRate: 0.5, optimizer: 'sgd' })
  })

  it('takes the run to go on with', () => {
    expect(parse('resume 2026-01-01-a --json')).toEqual({
      name: 'resume',
      isJson: true,
      run: '2026-01-01-a',
    })
  })

  it('takes what to do with the runs that are kept, and lists them unless told', () => {
    expect(parse('runs')).toEqual({ name: 'runs', isJson: false, action: { kind: 'list' } })
    expect(parse('runs --json list')).toEqual({ name: 'runs', isJson: true, action: { kind: 'list' } })
    expect(parse('runs delete a-1')).toMatchObject({ action: { kind: 'delete', run: 'a-1' } })
    expect(parse('runs export --json a-1')).toMatchObject({ isJson: true, action: { kind: 'export' } })
  })

  it('takes settings, lists, seed and engine, in either spelling', () => {
    const { request } = run(
      '--set dropRate=0.25 --set=optimizer=adam --set sweepRates=0,0.5 --seed=3 --engine typescript',
    )
    expect(request).toMatchObject({ seed: 3, engine: 'typescript' })
    expect(request.params).toMatchObject({ dropRate: 0.25, optimizer: 'adam', sweepRates: [0, 0.5] })
  })

  it.each([
    ['frob', /"frob" is not a command; there are list, run, resume, runs, data, doctor, help/],
    ['list --jsn', /"--jsn" is not an option of list/],
    ['resume', /"resume" needs the name/],
    ['resume ../x', /"\.\.\/x" is not the name of a run/],
    ['resume a b', /"b" is one word too many/],
    ['runs frob', /"frob" is nothing that runs can do; there are list, show, export, delete, release/],
    ['runs list a', /"a" is one word too many/],
    ['runs show', /"runs show" needs the name of a run/],
    ['runs delete ../x', /"\.\.\/x" is not the name of a run/],
    ['runs delete a b', /"b" is one word too many for runs delete/],
    ['run', /needs an experiment; there are p1-dropout/],
    ['run p9', /no experiment "p9"; there are p1-dropout/],
    ['run p1-dropout --preset', /--preset needs a value/],
    ['run p1-dropout --preset --json', /--preset needs a value/],
    ['run p1-dropout --seed -1', /--seed must be a whole number .* not "-1"/],
    ['run p1-dropout --seed 1.5', /--seed must be a whole number/],
    ['run p1-dropout --set dropRate', /--set needs name=value, not "dropRate"/],
    ['run p1-dropout --set rate=1', /no parameter "rate" .*dropRate/],
    ['run p1-dropout --set dropRate=half', /"half" is not a number for dropRate/],
    [
      'run p1-dropout --set optimizer=sgdm',
      /"sgdm" is not a choice for optimizer; there are sgd, momentum, adam/,
    ],
    ['run p1-dropout --engine cuda', /no engine "cuda"; there are auto, typescript, tensorflow/],
    ['run p1-dropout extra', /"extra" is not an option of run/],
  ])('refuses "%s" by name', (line, message) => {
    expect(() => parse(line)).toThrow(UsageError)
    expect(() => parse(line)).toThrow(message)
  })

  it('refuses an unknown preset, listing those there are', () => {
    expect(() => run('--preset 9z')).toThrow(/no preset "9z".*1a, 1b/)
  })
})
