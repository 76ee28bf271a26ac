import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'

// The rules that ask the type checker cannot judge files that are not there.
const { rules } = tseslint.configs.disableTypeChecked
const eslint = new ESLint({
  overrideConfig: {
    languageOptions: { parserOptions: { projectService: false } },
    ...(rules === undefined ? {} : { rules }),
  },
})

/** The import rule's complaints about one import statement, were it written in `file`. */
async function complaints(file: string, from: string): Promise<string[]> {
  const text = `import { thing } from '${from}'\nexport const other = thing\n`
  const [result] = await eslint.lintText(text, { filePath: file })
  const messages = result?.messages ?? []
  const fatal = messages.find((message) => message.fatal)
  if (fatal) throw new Error(`${file}: ${fatal.message}`)
  return messages.filter(({ ruleId }) => ruleId === 'no-restricted-imports').map(({ message }) => message)
}

describe('the fences between the layers', () => {
  it.each([
    ['src-main/numeric/a.ts', '#contract/runs.ts'],
    ['src-main/contract/a.ts', '#numeric/random.ts'],
    ['src-main/text/a.ts', '#numeric/random.ts'],
    ['src-main/text/a.ts', '#contract/fields.ts'],
    ['src-main/runs/a.ts', '#host/wire.ts'],
    ['src-main/figures/a.ts', '#contract/runs.ts'],
    ['src-main/figures/a.ts', '#page/charts/csv.ts'],
    ['src-main/runs/a.ts', '#replay/read-labrun.ts'],
    ['src-main/replay/a.ts', '#trainer/protocol.ts'],
    ['src-main/trainer/a.ts', '#runs/recording.ts'],
    ['src-main/trainer/a.ts', '#data/data-manager.ts'],
    ['src-main/datasets/a.ts', '#data/cifar10-import.ts'],
    ['src-main/data/a.ts', '#experiments/p1-dropout/cheating-feature.ts'],
    ['src-main/data/a.ts', '../runs/run-error.ts'],
    ['src-main/files/a.ts', '#runs/run-folder.ts'],
    ['src-main/telemetry/a.ts', '../runs/recording.ts'],
    ['src-main/experiments/p1-dropout/a.ts', '#engines/registry.ts'],
    ['src-main/experiments/p1-dropout/a.ts', '../p4-inductive-bias/problem.ts'],
    ['src-main/experiments/p1-dropout/a.ts', '#experiments/p4-inductive-bias/problem.ts'],
    ['src-main/runs/a.ts', 'electron'],
    ['src-main/host/browser/a.ts', 'electron'],
    ['src-main/experiments/p1-dropout/a.ts', '@tensorflow/tfjs-node-gpu'],
    ['src-main/engines/a.ts', 'onnxruntime-node'],
    ['src-renderer/lab/a.ts', '#runs/recording.ts'],
    ['src-renderer/lab/a.ts', '#experiments/p1-dropout/train.ts'],
    ['src-renderer/lab/a.ts', '#experiments/p2-regularization/descent.ts'],
    ['src-renderer/charts/a.ts', '../lab/run.svelte.ts'],
    ['src-renderer/tables/a.ts', '../experiments/p2-regularization/terms.ts'],
    ['src-renderer/experiments/p1-dropout/a.ts', '../p2-regularization/terms.ts'],
    ['src-main/experiments/p2-regularization/pure/a.ts', '../descent.ts'],
    ['src-main/experiments/p2-regularization/pure/a.ts', '#datasets/shapes10.ts'],
    ['src-renderer/lab/a.ts', '#datasets/shapes10.ts'],
    ['src-renderer/lab/a.ts', '../../src-main/contract/runs.ts'],
    ['src-main/lab.ts', '#page/App.svelte'],
  ])('%s may not import %s', async (file, from) => {
    expect(await complaints(file, from)).not.toEqual([])
  })

  it.each([
    ['src-main/runs/a.ts', '#contract/runs.ts'],
    ['src-main/runs/a.ts', '#data/data-manager.ts'],
    ['src-main/engines/tensorflow/a.ts', '#files/whole-file.ts'],
    ['src-main/experiments/p1-dropout/a.ts', '#numeric/random.ts'],
    ['src-main/host/electron/a.ts', 'electron'],
    ['src-main/engines/tensorflow/a.ts', '@tensorflow/tfjs-node-gpu'],
    ['src-main/engines/onnx/a.ts', 'onnxruntime-node'],
    ['src-renderer/lab/a.ts', '#contract/runs.ts'],
    ['src-renderer/lab/a.ts', '#experiments/p2-regularization/parts/2a.ts'],
    ['src-renderer/lab/a.ts', '#experiments/p2-regularization/pure/data.ts'],
    ['src-renderer/shell/a.ts', '#experiments/problems.ts'],
    ['src-renderer/tables/a.ts', '../charts/csv.ts'],
    ['src-renderer/charts/a.ts', '#text/numbers.ts'],
    ['src-renderer/charts/a.ts', '#figures/trace.ts'],
    ['src-main/runs/a.ts', '#text/words.ts'],
    ['src-main/experiments/p1-dropout/a.ts', '#text/number-tex.ts'],
    ['src-main/experiments/p2-regularization/pure/a.ts', './data.ts'],
    ['src-main/experiments/p2-regularization/pure/a.ts', '#numeric/random.ts'],
    ['src-renderer/pictures/a.ts', '#numeric/pooling.ts'],
    ['src-renderer/pictures/a.ts', '#models/reference-network.ts'],
  ])('%s may import %s', async (file, from) => {
    expect(await complaints(file, from)).toEqual([])
  })
})
