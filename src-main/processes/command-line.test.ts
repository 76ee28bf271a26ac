import { describe, expect, it } from 'vitest'
import { readWords, UsageError } from './command-line.mjs'

const options = { json: null, seed: 'N', set: 'name=value' }
const read = (line: string, mostWords = 1) =>
  readWords('run', line.split(' ').filter(Boolean), options, mostWords)

describe('the words of a command', () => {
  it.each(['1a --seed 3 --json', '--json --seed=3 1a', '1a --json --seed 2 --seed=3'])(
    'are the same in any order and either spelling: %s',
    (line) => {
      const asked = read(line)
      expect([asked.words, asked.valueOf('seed'), asked.has('json'), asked.has('set')]).toEqual([
        ['1a'],
        '3',
        true,
        false,
      ])
    },
  )
  it('keep every value of a repeated option, an equals sign in it too', () => {
    expect(read('--set a=1 --set=b=2').valuesOf('set')).toEqual(['a=1', 'b=2'])
  })
  it('may have a value that begins with a minus sign, and one that is empty', () => {
    expect([read('--seed -1').valueOf('seed'), read('--seed=').valueOf('seed')]).toEqual(['-1', ''])
  })
  it('after -- are no options', () => expect(read('-- --json').words).toEqual(['--json']))
  it.each(['--help', '-h', '--nonsense --help'])('ask for help: %s', (line) => {
    expect(read(line).isHelp).toBe(true)
  })
  it.each([
    ['--jsn', '"--jsn" is not an option of run; there are --json, --seed N and --set name=value.'],
    ['--jsn=1', /^"--jsn" is not an option/],
    ['-s', /^"-s" is not an option of run/],
    ['-json', /^"-j" is not an option of run/],
    ['--toString', /^"--toString" is not an option/],
    ['--json=yes', '--json takes no value, so "--json=yes" cannot be used.'],
    ['--seed', '--seed needs a value after it (--seed N).'],
    ['--seed --json', /^--seed needs a value/],
    ['a b', /^"b" is one word too many for run; there are --json/],
  ])('that cannot be used are named: %s', (line, message) => {
    expect(() => read(line)).toThrow(UsageError)
    expect(() => read(line)).toThrow(message)
  })
  it('besides options are named where there is room for none', () => {
    expect(() => readWords('list', ['x'], { json: null })).toThrow(
      '"x" is not an option of list; there is --json.',
    )
  })
})
