import { afterEach, describe, expect, test } from 'vitest'
import { withNvidiaSmi } from './fake-programs.testing.ts'
import { parseNvidiaSmi, queryNvidiaSmi } from './nvidia-smi.ts'

const a100 = 'NVIDIA A100-SXM4-80GB, 550.54.15, 81920, 1024, 37, 41'
const idle = 'NVIDIA GeForce RTX 3060, 550.54.15, 12288, 0, 0, 30'
const mib = 2 ** 20

describe('parsing', () => {
  test('one card: MiB become bytes', () => {
    expect(parseNvidiaSmi(`${a100}\n`).rows).toEqual([
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
    const { rows: cards } = parseNvidiaSmi(`${a100}\r\n${idle}\r\n`)
    expect(cards.map((card) => card.utilization)).toEqual([37, 0])
    expect(cards[1]?.vramUsedBytes).toBe(0)
  })
  test('what the card does not tell is null', () => {
    const [card] = parseNvidiaSmi('Orin (nvgpu), [N/A], [N/A], [Not Supported], N/A, [Unknown Error]').rows
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
      expect(parseNvidiaSmi(text).rows).toEqual([])
    },
  )
  test.each(['[Unknown Error]', '[N/A]', '[GPU is lost]'])('a row of %s is no card of that name', (cell) => {
    const row = Array.from({ length: 6 }, () => cell).join(', ')
    expect(parseNvidiaSmi(`${a100}\n${row}\n`)).toMatchObject({
      rows: [{ driver: '550.54.15' }],
      unread: row,
    })
  })
  test.each([
    [
      '-1, -1, -1, -1',
      { vramTotalBytes: null, vramUsedBytes: null, utilization: null, temperatureCelsius: null },
    ],
    ['1024, 2048, 0, 30', { vramTotalBytes: 1024 * mib, vramUsedBytes: null, utilization: 0 }],
    ['0, 0, 101, 0', { vramTotalBytes: null, utilization: null, temperatureCelsius: null }],
  ])('what cannot be (%s) is not measured', (cells, card) => {
    expect(parseNvidiaSmi(`T4, 550.54.15, ${cells}`).rows).toMatchObject([card])
  })
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
  test('keeps the healthy cards of one that fails, and quotes the first line that is none', async () => {
    const broken = 'Unable to determine the device handle for GPU0000:81:00.0: Unknown Error'
    const answer = await ask(`echo '${a100}'; echo '${broken}'; echo more; exit 15`)
    expect(answer).toMatchObject({
      kind: 'cards',
      cards: [{ name: 'NVIDIA A100-SXM4-80GB' }],
      note: `nvidia-smi failed (exit code 15) after the GPUs that are listed: ${broken}`,
    })
    restore()
    expect(await ask(`echo '${a100}'; echo '${broken}' >&2; exit 15`)).toMatchObject({ kind: 'cards' })
    restore()
    expect(await ask(`echo '${a100}'; echo '${broken}'`)).toMatchObject({
      note: `nvidia-smi printed a line that is not a GPU: ${broken}`,
    })
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
