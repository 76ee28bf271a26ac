import { expect, it } from 'vitest'
import { policyJsonSchema } from './policy-schema.ts'

it('is the schema in resources/, which editors check a policy against', async () => {
  // To write it anew: npx vitest run src-main/policy/policy-schema.test.ts -u
  await expect(`${JSON.stringify(policyJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../resources/policy.schema.json',
  )
})
