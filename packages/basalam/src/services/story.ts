import type { BasalamOptions } from '../options.js'
import { ServiceClient } from '../service-client.js'
import { ReelsApi } from './story/reels.js'
import { StoriesApi } from './story/stories.js'

export type { ReelsApi } from './story/reels.js'
export type { StoriesApi } from './story/stories.js'
export type {
  ReelLink,
  ReelMetadata,
  ReelStatus,
  ReelType,
  ReelsCreateInput,
  ReelsDeleteInput,
  ReelsLikeInput,
  ReelsListByUserInput,
  ReelsListMineInput,
  ReelsUpdateInput,
  StoriesCreateInput,
  StoriesDiscoverInput,
  StoriesListByHashtagInput,
  StoriesListMineInput,
  StoryLink,
} from '../generated/story.js'

/** The story service alone, for programs that need no other. */
export class StoryClient {
  readonly stories: StoriesApi
  readonly reels: ReelsApi

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    const client = new ServiceClient('story', options)
    this.stories = new StoriesApi(client)
    this.reels = new ReelsApi(client)
  }
}
