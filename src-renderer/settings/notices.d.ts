/** Made when the lab is built (src-main/host/package/notices-module.mjs). */
declare module 'virtual:notices' {
  export const notices: readonly {
    readonly name: string
    readonly version: string
    readonly licence: string
    readonly text: string | null
  }[]
  /** The text of the lab's own licence. */
  export const licence: string
}
