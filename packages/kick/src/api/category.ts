import { integer, object, optional, text, type Decoder } from './decode.js'

/** What a channel or a livestream is about. */
export interface CategoryName {
  readonly id: number
  readonly name: string
  /** Address of a picture. */
  readonly thumbnail: string | undefined
}

export const categoryName: Decoder<CategoryName> = object<CategoryName>({
  id: integer,
  name: text,
  thumbnail: optional(text),
})
