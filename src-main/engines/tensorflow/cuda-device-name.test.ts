import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cudaDeviceName } from './cuda-device-name.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'lab182-cuda-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

describe.skipIf(process.platform === 'win32')('with a program called nvidia-smi (a shell script)', () => {
  it.each([
    ['of one GPU', "echo 'NVIDIA GeForce RTX 4060'", 'NVIDIA GeForce RTX 4060'],
    ['that two GPUs share', "printf 'NVIDIA A100\\nNVIDIA A100\\n'", 'NVIDIA A100'],
    ['is not known where two differ', "printf 'NVIDIA A100\\nNVIDIA T4\\n'", null],
    ['is not known where it lists none', 'true', null],
    ['is not known where it fails', 'echo No devices were found; exit 6', null],
  ])('the name %s', async (_, script, name) => {
    const program = join(folder, 'nvidia-smi')
    await writeFile(program, `#!/bin/sh\n${script}\n`)
    await chmod(program, 0o755)
    expect(await cudaDeviceName(program)).toBe(name)
  })
})

it('is not known without the program', async () => {
  expect(await cudaDeviceName(join(folder, 'none'))).toBeNull()
})
