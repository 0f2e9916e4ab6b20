// Holds answers against an OpenAPI 3.1 document: status, media type, headers and body have to be
// what the document says, and whatever it says has to be seen.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// What packaging/install-packages has put beside the build.
const require = createRequire(join(process.env.DOORSTEP_SOURCE, 'build/node/'));
const load = async (name) => import(pathToFileURL(require.resolve(name)));

// In every answer of HTTP, and so in none of the document's.
const ofHttp = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'content-type', 'x-content-type-options']);

export class Contract {
  seen = new Set();

  static async of(document) {
    const { default: Ajv } = await load('ajv/dist/2020.js');
    const { default: addFormats } = await load('ajv-formats');
    const contract = new Contract();
    contract.document = document;
    contract.ajv = new Ajv({ strict: true, allErrors: true });
    addFormats(contract.ajv);
    contract.ajv.addVocabulary(Object.keys(document)); // At the root, where its schemas are looked up.
    contract.ajv.addSchema(document, 'api', false, false);
    return contract;
  }

  // By OpenAPI's own schema, and every schema in it by JSON Schema's.
  async checkDocument() {
    const { Validator } = await load('@seriousme/openapi-schema-validator');
    const judged = await new Validator().validate(structuredClone(this.document));
    assert.ok(judged.valid, JSON.stringify(judged.errors, null, 2));
    for (const name of Object.keys(this.document.components.schemas)) this.schema(`#/components/schemas/${name}`);
  }

  operations() {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path, operation })));
  }
  operation(name) {
    const found = this.operations().find((each) => each.name === name);
    assert.ok(found, `the document lacks ${name}`);
    return found;
  }

  schema(pointer) {
    const validate = this.ajv.getSchema(`api${pointer}`);
    assert.ok(validate, `there is no schema at ${pointer}`);
    return validate;
  }

  // What a reference stands for, and where it is.
  resolve(pointer) {
    const steps = pointer.slice(2).split('/').map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
    const found = steps.reduce((value, step) => value?.[step], this.document);
    return found?.$ref ? this.resolve(found.$ref) : { value: found, pointer };
  }

  at(name) {
    const { method, path } = this.operation(name);
    return `#/paths/${encodeURIComponent(path.replaceAll('~', '~0').replaceAll('/', '~1'))}/${method.toLowerCase()}`;
  }

  checkRequest(name, json) {
    const validate = this.schema(`${this.at(name)}/requestBody/content/application~1json/schema`);
    assert.ok(validate(json), `${name} takes this, but the document does not: ${this.ajv.errorsText(validate.errors)}`);
  }

  // `early`: the request was refused before anybody knew what it was about.
  checkAnswer(name, answer, { early = false, head = false } = {}) {
    const code = early ? 'default' : String(answer.status);
    const { value: response, pointer } = this.resolve(`${this.at(name)}/responses/${code}`);
    const say = (what) => `${name} ${answer.status}: ${what}\n${answer.body}`;
    assert.ok(response, say('the document does not know this status'));
    this.seen.add(`${name} ${code}`);
    this.checkHeaders(response, pointer, answer, say);
    this.checkBody(response, pointer, answer, say, head);
  }

  checkHeaders(response, pointer, answer, say) {
    const declared = response.headers ?? {};
    for (const header of Object.keys(declared)) {
      const { value: description, pointer: where } = this.resolve(`${pointer}/headers/${header}`);
      const value = answer.headers[header.toLowerCase()];
      if (value === undefined) {
        assert.ok(!description.required, say(`the header ${header} is missing`));
        continue;
      }
      const validate = this.schema(`${where}/schema`);
      assert.ok(validate(value), say(`the header ${header} is "${value}"`));
    }
    const known = new Set(Object.keys(declared).map((header) => header.toLowerCase()));
    for (const header of Object.keys(answer.headers))
      assert.ok(known.has(header) || ofHttp.has(header), say(`the document does not know the header ${header}`));
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  }

  checkBody(response, pointer, answer, say, head) {
    const type = answer.headers['content-type']?.split(';')[0];
    if (!response.content) {
      assert.equal(type, undefined, say('there is a media type and no content'));
      assert.equal(answer.body.length, 0, say('there is a body'));
      return;
    }
    const types = Object.keys(response.content);
    assert.ok(types.includes(type), say(`it is ${type} and not ${types}`));
    if (head) {
      assert.equal(answer.body.length, 0, say('an answer to HEAD has a body'));
      return;
    }
    assert.ok(answer.body.length > 0, say('the body is empty'));
    if (!response.content[type].schema) return;
    const value = type.endsWith('json') ? JSON.parse(answer.body) : answer.body.toString('utf8');
    const validate = this.schema(`${pointer}/content/${type.replaceAll('/', '~1')}/schema`);
    assert.ok(validate(value), say(this.ajv.errorsText(validate.errors)));
    if (type === 'application/problem+json') assert.equal(value.status, answer.status);
  }

  // Statuses of the document that nobody has seen.  What is refused early is the same everywhere.
  unseen() {
    return this.operations().flatMap(({ name, operation }) =>
      Object.keys(operation.responses).filter((code) => code !== 'default' && !this.seen.has(`${name} ${code}`)).map((code) => `${name} ${code}`));
  }
}
