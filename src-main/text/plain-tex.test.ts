import { expect, it } from 'vitest'
import { plainFormula, plainTex } from './plain-tex.ts'

const { raw } = String

it.each([
  [raw`w_1^2 = \frac{1}{2}`, 'w₁² = 1/2'],
  [raw`w = (11.5,\ -0.35)`, 'w = (11.5, −0.35)'],
  [raw`1.235 \times 10^{-7}`, '1.235 × 10⁻⁷'],
  [raw`12\,350`, '12\u2009350'],
  [raw`\lVert y - \check{X}\check{w} \rVert^2`, '‖y − X̌w̌ ‖²'],
  [raw`\frac{p}{1-p}\sum_j (x_j w_j)^2`, 'p/(1−p)∑ⱼ (xⱼ wⱼ)²'],
  [raw`\Gamma = \sqrt{\frac{1-p}{p}}\,\sigma_x`, 'Γ = √((1−p)/p)\u2009σₓ'],
  [raw`X^\top X`, 'Xᵀ X'],
  [raw`\mathbb{E}_R[\hat{w}]`, 'E_R[ŵ]'],
  [raw`x_{\mathrm{out}}^{k+1}`, 'x_(out)ᵏ⁺¹'],
  [raw`\begin{pmatrix} 1 & 0 \\ 0 & \lambda \end{pmatrix}`, '[1, 0; 0, λ]'],
  [raw`\lceil \log n \rceil`, '⌈log n ⌉'],
])('%s is %s', (tex, plain) => expect(plainFormula(tex)).toBe(plain.normalize('NFC')))

it('leaves the words of a paragraph alone', () => {
  expect(plainTex(raw`The end is $w_1$, not $w_2 - 1$: it costs 3\$.`)).toBe(
    'The end is w₁, not w₂ − 1: it costs 3$.',
  )
})
