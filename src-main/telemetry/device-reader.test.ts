import { afterEach, describe, expect, test } from 'vitest'
import type { DeviceGpu } from '#contract/device-reading.ts'
import { hasUnifiedMemory, readSystemGpus } from './any-gpu.ts'
import { DeviceReader, readHostMemory } from './device-reader.ts'
import { withNvidiaSmi } from './fake-programs.testing.ts'
import { parseGpus, parseProcesses } from './gpu-processes.ts'

const mib = 2 ** 20
const t4 = 'GPU-1111, Tesla T4, 550.54.15, 15360, 346, 00000000:01:00.0'
const rtx = 'GPU-2222, NVIDIA GeForce RTX 3060, 550.54.15, 12288, 12, 00000000:02:00.0'
const idle = '[N/A]'

/** nvidia-smi as it answers for these GPUs and processes. */
const answers = (
  gpus: readonly string[],
  processes: readonly string[],
  graphics: readonly string[] = [],
): string =>
  `case "$*" in
  *--query-gpu=uuid,name,driver_version,memory.total,memory.used,pci.bus_id*nounits) printf '%s\\n' ${gpus.map((line) => `'${line}'`).join(' ')};;
  *--query-compute-apps=gpu_uuid,pid,process_name,used_memory*nounits) printf '%s\\n' ${processes.map((line) => `'${line}'`).join(' ') || "''"};;
  '-q -d PIDS') printf '%s\\n' 'Attached GPUs : 2' 'GPU 00000000:01:00.0' '    Processes : None' ${graphics.map((line) => `'${line}'`).join(' ')};;
  *) exit 3;;
esac`

describe('parsing', () => {
  test('a process whose name holds the separator, Windows line ends, and lines that are none', () => {
    expect(
      parseProcesses(
        'GPU-1111, 42, C:\\Program Files\\a, b.exe, 100\r\nGPU-1111, x, y, 1\r\nGPU-1111, 7\r\n\r\n',
      ),
    ).toEqual({
      unread: 'GPU-1111, x, y, 1',
      processes: new Map([
        ['GPU-1111', [{ pid: 42, name: 'C:\\Program Files\\a, b.exe', usedBytes: 100 * mib }]],
      ]),
    })
  })
  test.each(['', 'No devices were found', '{"gpu": 1}', 'a, b, c'])('no GPU in %j', (text) => {
    expect(parseGpus(text).rows.length).toBe(0)
  })
})

describe('host memory', () => {
  test('is of this process: resident now, no more than its highest, no more than the machine has', async () => {
    const before = await readHostMemory()
    expect(before.residentBytes).toBeGreaterThan(20 * mib)
    expect(before.peakResidentBytes).toBeGreaterThanOrEqual(before.residentBytes)
    expect(before.availableBytes).toBeLessThanOrEqual(before.totalBytes)
    const filled = new Uint8Array(200 * mib).fill(1)
    const after = await readHostMemory()
    expect(after.residentBytes - before.residentBytes).toBeGreaterThan(150 * mib)
    expect(after.peakResidentBytes).toBeGreaterThanOrEqual(before.residentBytes + 150 * mib)
    expect(filled.length).toBe(200 * mib)
  })
})

describe.skipIf(process.platform === 'win32')('with a program called nvidia-smi (a shell script)', () => {
  let restore = (): void => undefined
  afterEach(() => restore())
  const read = (script: string | null, timeoutMs = 5000) => {
    restore = withNvidiaSmi(script)
    return new DeviceReader(timeoutMs).read()
  }

  test('one GPU: its memory in bytes, and each process on it', async () => {
    const { pid, gpus, note } = await read(
      answers([t4], [`GPU-1111, ${process.pid}, node, 214`, 'GPU-1111, 77, python3, 132']),
    )
    expect(pid).toBe(process.pid)
    expect(note).toBeNull()
    expect(gpus).toEqual([
      {
        id: 'GPU-1111',
        name: 'Tesla T4',
        driver: '550.54.15',
        totalBytes: 15_360 * mib,
        usedBytes: 346 * mib,
        processes: [
          { pid: process.pid, name: 'node', usedBytes: 214 * mib },
          { pid: 77, name: 'python3', usedBytes: 132 * mib },
        ],
        source: 'nvidia-smi',
      },
    ])
  })
  test('two GPUs: each process at its own', async () => {
    const { gpus } = await read(answers([t4, rtx], ['GPU-2222, 77, python3, 5']))
    expect(gpus.map(({ name, processes }) => [name, processes?.length])).toEqual([
      ['Tesla T4', 0],
      ['NVIDIA GeForce RTX 3060', 1],
    ])
  })
  test('programs that draw, WebGPU among them, are listed beside those that compute, each once', async () => {
    const drawing = (pid: number, type: string, name: string, memory: string): string[] => [
      ...['        GPU instance ID : N/A', `        Process ID : ${pid}`],
      ...[
        `            Type : ${type}`,
        `            Name : ${name}`,
        `            Used GPU Memory : ${memory}`,
      ],
    ]
    const { gpus, note, pid } = await read(
      answers(
        [t4, rtx],
        ['GPU-1111, 77, python3, 132'],
        [
          ...drawing(77, 'C+G', 'python3', '140 MiB'),
          ...drawing(process.pid, 'G', '/usr/bin/node', '512 MiB'),
          ...drawing(9, 'C', 'other', '1 MiB'),
          'GPU 00000000:02:00.0',
          ...drawing(5, 'G', 'Xorg', 'N/A'),
        ],
      ),
    )
    expect([note, pid]).toEqual([null, process.pid])
    expect(gpus.map(({ processes }) => processes)).toEqual([
      [
        { pid: 77, name: 'python3', usedBytes: 132 * mib },
        { pid: process.pid, name: '/usr/bin/node', usedBytes: 512 * mib },
      ],
      [{ pid: 5, name: 'Xorg', usedBytes: null }],
    ])
  })
  test('programs that draw and cannot be listed are said', async () => {
    const { gpus, note } = await read(
      `case "$*" in *--query-gpu*) echo '${t4}';; *--query-compute*) echo '';; *) echo 'no'; exit 2;; esac`,
    )
    expect(gpus[0]?.processes).toEqual([])
    expect(note).toBe(
      'Programs that draw on the GPU, WebGPU among them, could not be listed because nvidia-smi failed (exit code 2): no.',
    )
  })
  test('Windows (WDDM) names processes and not their memory', async () => {
    const { gpus } = await read(answers([t4], [`GPU-1111, ${process.pid}, node.exe, ${idle}`]))
    expect(gpus[0]?.processes).toEqual([{ pid: process.pid, name: 'node.exe', usedBytes: null }])
  })
  test('processes that cannot be listed leave the GPU and a note', async () => {
    const { gpus, note } = await read(
      `case "$*" in *--query-gpu*) echo '${t4}';; *) echo 'no'; exit 2;; esac`,
    )
    expect(gpus[0]).toMatchObject({ name: 'Tesla T4', processes: null })
    expect(note).toBe(
      'The processes on the GPU could not be listed because nvidia-smi failed (exit code 2): no.',
    )
  })
  test('processes listed before a failure are kept, and the failure is said', async () => {
    const { gpus, note } = await read(
      `case "$*" in *--query-gpu*) echo '${t4}'; echo '[Unknown Error], [Unknown Error], [N/A], [N/A], [N/A], [N/A]'; exit 15;; *) echo 'GPU-1111, 77, python3, 132'; echo no; exit 2;; esac`,
    )
    expect(gpus).toHaveLength(1)
    expect(gpus[0]?.processes).toEqual([{ pid: 77, name: 'python3', usedBytes: 132 * mib }])
    expect(note).toBe(
      'nvidia-smi failed (exit code 15) after the GPUs that are listed: [Unknown Error], [Unknown Error], [N/A], [N/A], [N/A], [N/A]. ' +
        'The processes on the GPU could not be listed because nvidia-smi failed (exit code 2): GPU-1111, 77, python3, 132.' +
        ' Programs that draw on the GPU, WebGPU among them, could not be listed because nvidia-smi failed (exit code 2): GPU-1111, 77, python3, 132.',
    )
  })
  test('an entry of our number that is another program is not ours', async () => {
    const { pid } = await read(answers([t4], [`GPU-1111, ${process.pid}, /usr/bin/python3, 4900`]))
    expect(pid).toBeNull()
  })
  test('no driver, and garbage: no GPU, and what was said', async () => {
    const noDriver = await read(`echo "couldn't communicate with the NVIDIA driver"; exit 9`)
    expect(noDriver.gpus).toEqual([])
    expect(noDriver.note).toBe("nvidia-smi failed (exit code 9): couldn't communicate with the NVIDIA driver")
    restore()
    const garbage = await read('echo ????; echo ,,,,')
    expect(garbage.gpus).toEqual([])
    expect(garbage.note).toBe('nvidia-smi listed no card, but said: ????')
  })
  test('one that hangs is killed and not asked again at once', async () => {
    restore = withNvidiaSmi(`trap '' TERM INT; while true; do sleep 0.1; done`)
    const reader = new DeviceReader(300)
    expect((await reader.read()).note).toBe('nvidia-smi did not answer within 0.3 s')
    restore()
    restore = withNvidiaSmi(answers([t4], []))
    expect((await reader.read()).note).toBe('nvidia-smi did not answer within 0.3 s')
  })
  test('one that is missing is not looked for again; systeminformation may be asked for others', async () => {
    restore = withNvidiaSmi(null)
    const reader = new DeviceReader()
    const first = await reader.read()
    expect(first).toMatchObject({ gpus: [], note: 'nvidia-smi is not installed' })
    const listed = await reader.read({ isListing: true })
    for (const gpu of listed.gpus) expect(gpu.source).toBe('systeminformation')
    expect(listed.host.residentBytes).toBeGreaterThan(0)
  })
})

describe.skipIf(process.platform === 'win32')('GPUs that the system reports', () => {
  let restore = (): void => undefined
  afterEach(() => restore())
  const amd: DeviceGpu = {
    ...{ id: '0000:03:00.0', name: 'Radeon', driver: 'amdgpu', source: 'the Linux kernel (DRM)' },
    ...{ totalBytes: 100, usedBytes: 7, processes: [{ pid: process.pid, name: 'node', usedBytes: 5 }] },
  }
  const found =
    (gpus: readonly DeviceGpu[], problem: string | null = null) =>
    () =>
      Promise.resolve({ gpus, problem })

  test('are enough without nvidia-smi, which is then no news', async () => {
    restore = withNvidiaSmi(null)
    const { gpus, note, pid } = await new DeviceReader(5000, found([amd])).read({ isListing: true })
    expect([gpus, note, pid]).toEqual([[amd], null, process.pid])
  })
  test('stand behind those of nvidia-smi, with what could not be read of them', async () => {
    restore = withNvidiaSmi(answers([t4], []))
    const { gpus, note } = await new DeviceReader(5000, found([amd], 'It is locked.')).read()
    expect(gpus.map(({ name }) => name)).toEqual(['Tesla T4', 'Radeon'])
    expect(note).toBe('It is locked.')
  })
  test('give a card that both report the programs with their memory, which WDDM hides from nvidia-smi', async () => {
    restore = withNvidiaSmi(answers([t4], [`GPU-1111, ${process.pid}, node.exe, ${idle}`]))
    const counters = 'Windows performance counters'
    const twin = { ...amd, id: 'luid', name: 'Tesla T4', source: counters }
    const { gpus } = await new DeviceReader(5000, found([twin])).read()
    expect(gpus).toEqual([
      {
        ...{ id: 'GPU-1111', name: 'Tesla T4', driver: '550.54.15', source: `nvidia-smi, and ${counters}` },
        ...{ totalBytes: 15_360 * mib, usedBytes: 346 * mib, processes: amd.processes },
      },
    ])
  })
})

test('Apple’s own chips share the machine’s memory, and say so', async () => {
  expect([hasUnifiedMemory('darwin', 'arm64'), hasUnifiedMemory('darwin', 'x64')]).toEqual([true, false])
  expect(hasUnifiedMemory('linux', 'arm64')).toBe(false)
  expect(await readSystemGpus('freebsd')).toEqual({ gpus: [], problem: null })
})
