/** What part 1i measures of each of its two networks. */
import { numberValue, type NumberValue } from '#contract/values.ts'
import type { ImageRun } from './pure/image-runs.ts'

export interface NetworkValues {
  readonly clean: NumberValue
  readonly cheat: NumberValue
  readonly validationLoss: NumberValue
  readonly deadClasses: NumberValue
}

const valuesOf = (run: ImageRun, words: string): NetworkValues => ({
  clean: numberValue(`1i.${run}.clean`, {
    label: `Clean, ${words}`,
    unit: '%',
    sentence: `Accuracy on test images as they are, trained ${words}.`,
  }),
  cheat: numberValue(`1i.${run}.cheat`, {
    label: `Cheating, ${words}`,
    unit: '%',
    sentence: `Accuracy on test images with the cheating feature, trained ${words}.`,
  }),
  validationLoss: numberValue(`1i.${run}.validationLoss`, {
    label: `Validation loss, ${words}`,
    sentence: `Mean loss on test images with the cheating feature after the last epoch, trained ${words}.`,
  }),
  deadClasses: numberValue(`1i.${run}.deadClasses`, {
    label: `Dead classes, ${words}`,
    sentence: `Classes whose output is zero for every test image with the cheating feature, trained ${words}: the last ReLU has switched them off.`,
  }),
})

/** The values of the network without dropout and of the one with it. */
export const imageValues: Readonly<Record<ImageRun, NetworkValues>> = {
  p0: valuesOf('p0', 'without dropout'),
  p75: valuesOf('p75', 'with dropout'),
}
