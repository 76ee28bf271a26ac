/** Files that the build puts into the program: a font as a data: address, a style sheet as text. */
declare module '*.woff2?inline' {
  const address: string
  export default address
}
declare module '*.css?raw' {
  const text: string
  export default text
}
