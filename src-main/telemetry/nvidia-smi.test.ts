import { afterEach, describe, expect, test } from 'vitest'
import { withNvidiaSmi } from './fake-programs.ts'
import { parseNvidiaSmi, queryNvidiaSmi } from './nvidia-smi.ts'

const a100 = 'NVIDIA A100-SXM4-80GB, 550.54.15, 81920, 1024, 37, 41'
const idle = 'NVIDIA GeForce RTX 3060, 550.54.15, 12288, 0, 0, 30'
const mib = 2 ** 20

describe('parsing', () => {
  test('one card: MiB become bytes', () => {
    expect(parseNvidiaSmi(`${a100}\n`)).toEqual([
      {
        name: 'NVIDIA A100-SXM4-80GB',
        vendor: 'NVIDIA',
        driver: '550.54.15',
        vramTotalBytes: 81920 * mib,
        vramUsedBytes: 1024 * mib,
        utilization: 37,
        temperatureCelsius: 41,
        source: 'nvidia-smi',
      },
    ])
  })
  test('two cards, Windows line ends; an idle card is at 0, not unknown', () => {
    const cards = parseNvidiaSmi(`${a100}\r\n${idle}\r\n`)
    expect(cards.map((card) => card.utilization)).toEqual([37, 0])
    expect(cards[1]?.vramUsedBytes).toBe(0)
  })
  test('what the card does not tell is null', () => {
    const [card] = parseNvidiaSmi('Orin (nvgpu), [N/A], [N/A], [Not Supported], N/A, [Unknown Error]')
    expect(card).toMatchObject({
      name: 'Orin (nvgpu)',
      driver: null,
      vramTotalBytes: null,
      vramUsedBytes: null,
      utilization: null,
      temperatureCelsius: null,
    })
  })
  test.each(['', '\n\n', 'No devices were found', 'a, b', `${a100}, 5`, '{"gpu": 1}'])(
    'no card in %j',
    (text) => {
      expect(parseNvidiaSmi(text)).toEqual([])
    },
  )
})

describe.skipIf(process.platform === 'win32')('asking a program called nvidia-smi (a shell script)', () => {
  let restore = (): void => undefined
  afterEach(() => restore())
  const ask = async (script: string | null, timeoutMs = 5000) => {
    restore = withNvidiaSmi(script)
    return queryNvidiaSmi(timeoutMs)
  }

  test('gives the cards, and asked for exactly six columns', async () => {
    const answer = await ask(
      `case "$*" in *name,driver_version,memory.total*nounits) echo '${a100}'; echo '${idle}';; esac`,
    )
    expect(answer.kind === 'cards' && answer.cards.length).toBe(2)
  })
  test('says that it is missing', async () => {
    expect(await ask(null)).toEqual({ kind: 'missing', problem: 'nvidia-smi is not installed' })
  })
  test('says its exit code and its own first line', async () => {
    const answer = await ask(
      `echo "NVIDIA-SMI has failed because it couldn't reach the driver."; echo more; exit 9`,
    )
    expect(answer).toEqual({
      kind: 'failed',
      problem: "nvidia-smi failed (exit code 9): NVIDIA-SMI has failed because it couldn't reach the driver.",
    })
  })
  test('says what it printed when that was no card', async () => {
    expect(await ask('echo No devices were found')).toEqual({
      kind: 'failed',
      problem: 'nvidia-smi listed no card, but said: No devices were found',
    })
  })
  test('kills it when it hangs, even if it ignores polite signals', async () => {
    const answer = await ask(`trap '' TERM INT; while true; do sleep 0.1; done`, 300)
    expect(answer).toEqual({ kind: 'hung', problem: 'nvidia-smi did not answer within 0.3 s' })
  })
})
