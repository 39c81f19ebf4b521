import type { Scene } from './scene.js'

/** What is played to both libraries, by name. */
export type Scripts = Readonly<Record<string, (scene: Scene) => Promise<void>>>
