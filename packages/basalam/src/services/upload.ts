import type { BasalamOptions } from '../options.js'
import { ServiceClient } from '../service-client.js'
import { FilesApi } from './upload/files.js'

export type { FileType } from '../generated/upload.js'
export type { FileSource } from './upload/file-source.js'
export type { FilesApi, FileToUpload, UploadedFile } from './upload/files.js'
export type { UploadProgress } from './upload/watched-file.js'

/** The upload service alone, for programs that need no other. */
export class UploadClient {
  readonly files: FilesApi

  /** @throws BasalamError `invalid_options`, naming the option. Sends nothing. */
  constructor(options?: BasalamOptions) {
    this.files = new FilesApi(new ServiceClient('upload', options))
  }
}
