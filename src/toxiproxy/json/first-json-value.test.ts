// Goal: bodies are read, and refused, with the words of the original.
// Method: a table of texts; the messages were taken from a running Toxiproxy 2.12.0.
import { expect } from 'chai';
import { firstJsonValue } from './first-json-value.js';

const REFUSED: readonly (readonly [text: string, message: string])[] = [
  ['', 'EOF'],
  ['  ', 'EOF'],
  ['{"a":1', 'unexpected EOF'],
  ['{"a":tru', 'unexpected EOF'],
  ['"abc', 'unexpected EOF'],
  ['{"a":trx}', "invalid character 'x' in literal true (expecting 'u')"],
  ['{"a":1 2}', "invalid character '2' after object key:value pair"],
  ['[1 2]', "invalid character '2' after array element"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u00zz"', "invalid character 'z' in \\u hexadecimal character escape"],
  ['-x', "invalid character 'x' in numeric literal"],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  [']', "invalid character ']' looking for beginning of value"],
];

describe('firstJsonValue', () => {
  for (const [text, message] of REFUSED) {
    it(`refuses ${text || 'nothing'} with ${message}`, () => {
      expect(() => firstJsonValue(text)).to.throw(Error, message);
    });
  }

  it('reads the first value and ignores what follows', () => {
    expect(firstJsonValue('{"a":[1e3,"\\u0041\\n",null,true]}] rest')).to.deep.equal({
      kind: 'object',
      entries: [
        [
          'a',
          {
            kind: 'array',
            items: [{ kind: 'number', text: '1e3' }, { kind: 'string', value: 'A\n' }, { kind: 'null' }, { kind: 'bool', value: true }],
          },
        ],
      ],
    });
  });
});
