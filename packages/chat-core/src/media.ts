/** A file that a message carries. Only what the platform said is present. */
export interface Media {
  /** Where to fetch it; absent where the platform hands out an id and wants to be asked. */
  readonly url?: string
  /** The platform's id of the file. */
  readonly id?: string
  /** File name as uploaded. */
  readonly name?: string
  /** Such as `image/webp`. */
  readonly mimeType?: string
  /** Size of the file in bytes. */
  readonly sizeBytes?: number
  /** Width in pixels. */
  readonly widthPx?: number
  /** Height in pixels. */
  readonly heightPx?: number
  /** Playing time in milliseconds. */
  readonly durationMs?: number
  /** Address of a smaller picture standing for it. */
  readonly thumbnail?: string
  /** A blurred placeholder in BlurHash notation. */
  readonly blurHash?: string
}
