const noneFound: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'No graphics card with a Direct3D 12 driver was found.',
  darwin: 'No graphics card with Metal was found.',
}

/** On Linux without a driver: one sentence. */
export const noVulkanDriver = 'No graphics card with a Vulkan driver was found.'

/**
 * Why there is no adapter, in one sentence, from what onnxruntime said (`problem`) and what the process wrote. What is not
 * understood is quoted.
 */
export function absence(problem: string, log: string, platform: NodeJS.Platform): string {
  if (/Couldn't load Vulkan/.test(log))
    return 'The Vulkan loader (libvulkan.so.1) is not installed, so no graphics card can be used; install it with the Vulkan driver of the card.'
  if (/No supported adapters|Failed to get a WebGPU adapter/.test(problem)) {
    // Dawn names the feature of the driver that it misses ("shaderUniform*ArrayDynamicIndexing required").
    return /\brequired\b/.test(log)
      ? 'The Vulkan driver of the graphics card lacks what WebGPU needs; install a newer one.'
      : (noneFound[platform] ?? noVulkanDriver)
  }
  return `WebGPU could not be opened: ${problem.replace(/\.$/, '')}.`
}
