import { readFileSync } from 'node:fs'
import { parseSync, type Node } from 'oxc-parser'

/** Reads a JSON file that may hold comments and trailing commas, as compilers' configurations do. */
export function readJsonc(file: string): unknown {
  const { program } = parseSync('configuration.ts', `(${readFileSync(file, 'utf8')})`)
  const [statement] = program.body
  if (statement?.type !== 'ExpressionStatement') throw new SyntaxError(`${file} is not JSON`)
  return valueOf(statement.expression, file)
}

function valueOf(node: Node, file: string): unknown {
  switch (node.type) {
    case 'ParenthesizedExpression':
      return valueOf(node.expression, file)
    case 'Literal':
      return node.value
    case 'UnaryExpression':
      if (node.operator === '-') return -Number(valueOf(node.argument, file))
      throw new SyntaxError(`${file} holds a ${node.operator}, which is not JSON`)
    case 'ArrayExpression':
      return node.elements.map((element) => (element === null ? null : valueOf(element, file)))
    case 'ObjectExpression':
      return Object.fromEntries(
        node.properties.map((property) => {
          if (property.type !== 'Property' || property.key.type !== 'Literal') {
            throw new SyntaxError(`${file} is not JSON`)
          }
          return [String(property.key.value), valueOf(property.value, file)]
        }),
      )
    default:
      throw new SyntaxError(`${file} holds a ${node.type}, which is not JSON`)
  }
}
