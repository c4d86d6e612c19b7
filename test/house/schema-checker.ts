import { Ajv2020 } from 'ajv/dist/2020.js';

type Document = { readonly [key: string]: unknown };
const home = 'https://orchestrator.test/openapi.json';

/** Tells what is wrong with a value under the schema at a place of an OpenAPI document, such as `#/components/schemas/Name`; an empty text: nothing. */
export function schemaChecker(document: Document): (place: string, value: unknown) => string {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
  ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components']);
  ajv.addSchema({ ...document, $id: home });
  return (place, value) => {
    const id = `${home}${encodeURI(place)}`;
    const validate = ajv.getSchema(id) ?? ajv.compile({ $ref: id });
    return validate(value) === true ? '' : ajv.errorsText(validate.errors);
  };
}
