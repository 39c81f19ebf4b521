import {
  BaseFormatConverter,
  convertEmojiPlaceholders,
  isLinkNode,
  isListNode,
  parseMarkdown,
  type CardElement,
  type Content,
  type Root,
} from 'chat'

/** Chat has no markup: what the SDK writes in Markdown is said in plain words, and no address is lost. */
export class PlainText extends BaseFormatConverter {
  toAst(platformText: string): Root {
    return parseMarkdown(platformText)
  }

  fromAst(ast: Root): string {
    // Of the notations that the SDK knows for emoji it is the one of plain Unicode.
    return convertEmojiPlaceholders(
      this.fromAstWithNodeConverter(ast, (node) => this.#render(node)),
      'gchat',
    )
  }

  protected override cardToFallbackText(card: CardElement): string {
    return this.fromMarkdown(super.cardToFallbackText(card))
  }

  #render(node: Content): string {
    if (isListNode(node)) return this.renderList(node, 0, (child) => this.#render(child))
    if (node.type === 'break') return '\n'
    if (node.type === 'image') return [node.alt, node.url].filter(Boolean).join(' ')
    const text = this.defaultNodeToText(node, (child) => this.#render(child))
    return isLinkNode(node) && text !== node.url ? `${text} (${node.url})` : text
  }
}
