import { deviceKindWords, engineOnDevice } from '#contract/devices.ts'
import type { EngineDescription } from '#contract/runs.ts'

/** Short enough for a toolbar: "onnx on CPU, WebAssembly"; the name alone if its device is not known. */
export const engineOnKind = ({ name, device }: EngineDescription): string =>
  device === null ? name : `${name} on ${deviceKindWords(device)}`

/** Everything about the engine of a run: "onnx on AMD EPYC 7763 (CPU); onnxruntime-node 1.30.0, up to 2 threads. Why." */
export function engineTitle(engine: EngineDescription): string {
  const how = [engine.version, engine.detail].filter((words) => words !== '').join(', ')
  return `${engineOnDevice(engine)}${how === '' ? '' : `; ${how}`}. ${engine.reason}`
}

/** Beside measured values, where room is scarce: a GPU by its name and interface, a CPU by its kind. */
export const engineOfValues = (engine: EngineDescription): string =>
  engine.device?.kind === 'gpu' ? engineOnDevice(engine) : engineOnKind(engine)
