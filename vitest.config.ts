import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { noticesPlugin } from './src-main/host/package/notices-module.mjs'
import { softwareGpu } from './src-main/engines/testing/software-gpu.ts'

/**
 * Starting a process and loading the sources costs more than most test files do, so they share processes. Those
 * that would disturb the next one do not: files that replace a module or change their process, and the folders
 * that measure memory (engines) or start programs (host).
 */
const disturbing = /vi\.mock\(|process\.(umask|chdir)\(|process\.env\[[^\]]+\] = |setFlagsFromString/
const apart = ['src-main/engines/', 'src-main/host/']
/** Run on a GPU in software, if there is one: its driver is found by variables that must be set when a process starts. */
const onSoftwareGpu = ['src-main/**/*.webgpu.test.ts']
const needsItsOwnProcess = readdirSync('src-main', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.endsWith('.webgpu.test.ts'))
  .map((file) => join('src-main', file).replaceAll('\\', '/'))
  .filter(
    (file) => apart.some((folder) => file.startsWith(folder)) || disturbing.test(readFileSync(file, 'utf8')),
  )

export default defineConfig({
  test: {
    // One for each core; vitest leaves one idle, which is half of a machine with two.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'main',
          include: ['src-main/**/*.test.ts', 'bench/*.test.mjs'],
          exclude: [...needsItsOwnProcess, ...onSoftwareGpu],
          environment: 'node',
          testTimeout: 30_000,
          isolate: false,
          // The style sheet that a submission carries with it; others are not read in tests.
          css: { include: /katex/ },
        },
      },
      {
        test: {
          name: 'main-apart',
          include: needsItsOwnProcess,
          environment: 'node',
          testTimeout: 30_000,
          css: { include: /katex/ },
        },
      },
      {
        test: {
          name: 'webgpu',
          include: onSoftwareGpu,
          environment: 'node',
          testTimeout: 120_000,
          env: softwareGpu() ?? {},
        },
      },
      {
        plugins: [svelte(), noticesPlugin(import.meta.dirname)],
        // Without the browser condition Svelte resolves to its server build, which cannot mount.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'page',
          include: ['src-renderer/**/*.test.ts'],
          environment: 'jsdom',
          isolate: false,
          restoreMocks: true,
        },
      },
    ],
  },
})
