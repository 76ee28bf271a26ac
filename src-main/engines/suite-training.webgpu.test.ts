import { describeEngine } from './testing/engine-suite.ts'
import { dropoutChecks } from './testing/engine-suite-dropout.ts'
import { trainingChecks } from './testing/engine-suite-training.ts'
import { trajectoryChecks } from './testing/engine-suite-trajectories.ts'
import { openSoftwareWebgpu } from './testing/software-webgpu.ts'

describeEngine(await openSoftwareWebgpu(), [...trainingChecks, ...dropoutChecks, ...trajectoryChecks])
