import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseFdinfo } from './drm-fdinfo.ts'
import { readDrmCards, readDrmGpus } from './drm-gpus.ts'

const mib = 2 ** 20
const amd = '0000:03:00.0'
const client = (id: number, held: string, device = amd): string =>
  `pos:\t0\nflags:\t02100002\ndrm-driver:\tamdgpu\ndrm-client-id:\t${id}\ndrm-pdev:\t${device}\n${held}\n`

describe('fdinfo', () => {
  it.each([
    ['amdgpu', 'drm-memory-vram:\t2048 KiB\ndrm-memory-gtt: \t12 KiB', 2 * mib],
    [
      'amdgpu of a newer kernel',
      'drm-total-vram:\t9 MiB\ndrm-resident-vram:\t3 MiB\ndrm-memory-vram:\t4 MiB',
      3 * mib,
    ],
    [
      'xe with two tiles',
      'drm-resident-vram0:\t1 MiB\ndrm-resident-vram1:\t2 MiB\ndrm-resident-system:\t7 MiB',
      3 * mib,
    ],
    ['i915 with its own memory', 'drm-resident-local0:\t5 MiB\ndrm-resident-system0:\t7 MiB', 5 * mib],
    ['a GPU in the processor', 'drm-resident-system0:\t1 GiB\ndrm-resident-stolen-system0:\t0', 1024 * mib],
    ['bytes without a unit', 'drm-resident-vram:\t4096', 4096],
    ['a driver that does not report memory', 'drm-engine-gfx:\t123 ns', null],
    ['an amount that is none', 'drm-memory-vram:\tmany', null],
  ])('%s', (_, held, bytes) => {
    expect(parseFdinfo(client(7, held))).toEqual({ device: amd, id: '7', bytes })
  })
  it.each(['', 'pos:\t0\nflags:\t02\n', 'drm-client-id:\t7\n'])('%j is of no GPU', (text) => {
    expect(parseFdinfo(text)).toBeNull()
  })
})

describe.skipIf(process.platform === 'win32')('the GPUs of /sys/class/drm', () => {
  let root = ''
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'lab182-drm-'))))
  afterEach(() => rmSync(root, { recursive: true }))
  const roots = () => ({ sys: join(root, 'sys'), proc: join(root, 'proc') })
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  function addCard(name: string, files: Readonly<Record<string, string>>, driver: string): void {
    const folder = `sys/class/drm/${name}/device`
    for (const [file, text] of Object.entries(files)) write(`${folder}/${file}`, `${text}\n`)
    symlinkSync(`../../../bus/pci/drivers/${driver}`, join(root, folder, 'driver'))
  }
  function addProcess(pid: number, program: string, infos: readonly string[]): void {
    for (const [at, text] of infos.entries()) write(`proc/${pid}/fdinfo/${at}`, text)
    write(`proc/${pid}/comm`, `${program.slice(0, 15)}\n`)
    symlinkSync(`/usr/bin/${program}`, join(root, 'proc', String(pid), 'exe'))
  }

  it('have their memory and each program once a client, whatever else lies there', async () => {
    addCard(
      'card1',
      {
        ...{ vendor: '0x1002', uevent: `DRIVER=amdgpu\nPCI_SLOT_NAME=${amd}\nMODALIAS=x` },
        ...{ mem_info_vram_total: String(8192 * mib), mem_info_vram_used: String(700 * mib) },
      },
      'amdgpu',
    )
    addCard('card0', { vendor: '0x8086', uevent: 'PCI_SLOT_NAME=0000:00:02.0' }, 'i915')
    // nvidia-smi reports this one; the next is a server's management chip.
    addCard('card2', { vendor: '0x10de', uevent: 'PCI_SLOT_NAME=0000:04:00.0' }, 'nvidia')
    addCard('card3', { vendor: '0x1a03', uevent: 'PCI_SLOT_NAME=0000:05:00.0' }, 'ast')
    write('sys/class/drm/card1-DP-1/status', 'connected')
    const held = (id: number, text: string, device?: string) =>
      client(id, `drm-memory-vram:\t${text}`, device)
    addProcess(77, 'node', [held(1, '100 MiB'), held(1, '100 MiB'), held(2, '20 MiB'), 'pos:\t0\n'])
    addProcess(78, 'a-program-with-a-long-name', [client(3, 'drm-engine-gfx:\t1 ns')])
    addProcess(79, 'elsewhere', [held(4, '1 MiB', '0000:09:00.0')])
    write('proc/self/fdinfo/0', held(9, '1 MiB'))
    const gpus = await readDrmGpus(roots())
    expect(gpus).toEqual([
      {
        ...{ id: '0000:00:02.0', name: 'Intel GPU at 0000:00:02.0', driver: 'i915' },
        ...{ totalBytes: null, usedBytes: null, processes: [], source: 'the Linux kernel (DRM)' },
      },
      {
        ...{ id: amd, name: `AMD GPU at ${amd}`, driver: 'amdgpu', source: 'the Linux kernel (DRM)' },
        ...{ totalBytes: 8192 * mib, usedBytes: 700 * mib },
        processes: [
          { pid: 77, name: 'node', usedBytes: 120 * mib },
          { pid: 78, name: 'a-program-with-a-long-name', usedBytes: null },
        ],
      },
    ])
  })

  it('that report more in use than there is, or no number, have none', async () => {
    const files = { vendor: '0x1002', uevent: `PCI_SLOT_NAME=${amd}`, product_name: 'Radeon Pro W7900' }
    addCard('card0', { ...files, mem_info_vram_total: '5', mem_info_vram_used: '9' }, 'amdgpu')
    expect(await readDrmCards(roots().sys)).toMatchObject([
      { name: 'Radeon Pro W7900', totalBytes: 5, usedBytes: null },
    ])
    write('sys/class/drm/card0/device/mem_info_vram_total', 'unknown\n')
    expect((await readDrmCards(roots().sys))[0]).toMatchObject({ totalBytes: null, usedBytes: 9 })
  })

  it('are none where Linux has none', async () => {
    expect(await readDrmGpus(roots())).toEqual([])
  })
})
