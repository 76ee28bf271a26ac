import { describe, expect, it } from 'vitest'
import { isImitation, listedAdapter, vulkanAdapter } from './adapter.ts'

/** Lines of the Vulkan loader 1.4 as it wrote them. */
const loaderLog = (name: string, driver: string): string => `
[Vulkan Loader] INFO | DRIVER:  linux_read_sorted_physical_devices:
[Vulkan Loader] INFO | DRIVER:             [0] SwiftShader Device (Subzero)
[Vulkan Loader] DRIVER:         vkCreateDevice layer callstack setup to:
[Vulkan Loader] DRIVER:            <Device>
[Vulkan Loader] DRIVER:                Using "${name}" with driver: "${driver}"
`

describe('on Linux, from the words of the Vulkan loader', () => {
  it('recognises SwiftShader', () => {
    const log = loaderLog('SwiftShader Device (Subzero)', '/usr/lib/chromium/libvk_swiftshader.so')
    expect(vulkanAdapter(log, null)).toEqual({
      ...{ backend: 'vulkan', name: 'SwiftShader Device (Subzero)', driver: 'libvk_swiftshader.so' },
      isSoftware: true,
    })
  })
  it('recognises llvmpipe by its name and by its driver', () => {
    const named = loaderLog('llvmpipe (LLVM 15.0.6, 256 bits)', '/usr/lib/x86_64-linux-gnu/dri.so')
    expect(vulkanAdapter(named, null).isSoftware).toBe(true)
    expect(vulkanAdapter(loaderLog('X', '/usr/lib/libvulkan_lvp.so'), null).isSoftware).toBe(true)
  })
  it('names a card and the version of its driver', () => {
    const log = loaderLog('NVIDIA GeForce RTX 4060', 'libGLX_nvidia.so.0')
    expect(vulkanAdapter(log, '550.54.14')).toEqual({
      ...{ backend: 'vulkan', name: 'NVIDIA GeForce RTX 4060', driver: 'NVIDIA 550.54.14' },
      isSoftware: false,
    })
    const amd = loaderLog('AMD Radeon RX 7600 (RADV NAVI33)', '/usr/lib/libvulkan_radeon.so')
    expect(vulkanAdapter(amd, null)).toMatchObject({ driver: 'libvulkan_radeon.so', isSoftware: false })
  })
  it('takes the device that was opened last', () => {
    const log = loaderLog('llvmpipe', 'libvulkan_lvp.so') + loaderLog('Intel(R) UHD', 'libvulkan_intel.so')
    expect(vulkanAdapter(log, null)).toMatchObject({ name: 'Intel(R) UHD', isSoftware: false })
  })
  it('gives no name that it was not told', () => {
    expect(vulkanAdapter('Warning: anything', null)).toMatchObject({ name: null, driver: null })
  })
})

describe('on Windows and macOS, from what the system lists', () => {
  it('takes the only GPU', () => {
    const apple = { name: 'Apple M2', driver: null }
    expect(listedAdapter('metal', [apple])).toMatchObject({ name: 'Apple M2', isSoftware: false })
    const basic = { name: 'Microsoft Basic Display Adapter', driver: '10.0' }
    const card = { name: 'Intel(R) Iris(R) Xe Graphics', driver: '31.0.101' }
    expect(listedAdapter('direct3d12', [basic, card])).toMatchObject({ name: card.name, driver: '31.0.101' })
  })
  it('does not guess between two', () => {
    const two = ['Intel(R) UHD Graphics', 'NVIDIA GeForce RTX 4060'].map((name) => ({ name, driver: null }))
    expect(listedAdapter('direct3d12', two)).toMatchObject({ name: null, isSoftware: false })
  })
  it("knows that without a GPU it is Microsoft's imitation", () => {
    expect(listedAdapter('direct3d12', [])).toMatchObject({ isSoftware: true })
  })
})

it.each(['SwiftShader Device', 'llvmpipe (LLVM 19)', 'Microsoft Basic Render Driver', 'WARP', 'lavapipe'])(
  '%s computes on the CPU',
  (name) => expect(isImitation(name)).toBe(true),
)
it.each(['NVIDIA H100', 'AMD Radeon', 'Apple M3', 'Intel(R) Arc(TM) A770', 'Quadro T warped'])(
  '%s does not',
  (name) => expect(isImitation(name)).toBe(false),
)
