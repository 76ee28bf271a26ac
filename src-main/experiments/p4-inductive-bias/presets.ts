import type { Params, Preset } from '#contract/experiment.ts'
import { cellsOf } from './cells.ts'
import { presetIds, presetSettings, type PresetId } from './preset-settings.ts'
import { allSeries, trainingSeries } from './series.ts'
import { presetValues } from './values.ts'

const titles: Readonly<Record<PresetId, string>> = {
  '4a': 'Overfit ten images a class',
  '4b': 'Validation accuracy against the number of training images',
  '4c': 'Longer training, with every epoch logged',
  '4c-search': 'A search over the CNN’s hyper-parameters',
  '4d': 'Bands in another half of the image',
  '4e': 'Permuted pixels',
  '4e-kernels': 'Permuted pixels: accuracy against kernel size',
  '4f': 'Five classes: max pooling, average pooling, MLP',
}

/** The named settings; each is trained in jobs apart, one for each network, number of images and seed. */
export const presets: readonly Preset[] = presetIds.map((id) => ({
  id,
  part: id.slice(0, 2),
  title: titles[id],
  params: presetSettings[id],
  series: id === '4a' ? trainingSeries : allSeries,
  tracks: (params: Params) => cellsOf(id, params).map((cell) => cell.track),
  values: presetValues[id],
  isTrainedByEngine: true,
  isTrainedApart: true,
  isTrainedSideBySide: true,
}))
