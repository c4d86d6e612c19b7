import { ApiError } from './api-error.js';
import { firstJsonValue } from './json/first-json-value.js';
import type { JsonNode } from './json/json-node.js';

/** The first JSON value of a body. @throws ApiError 400 */
export function parseBody(body: string): JsonNode {
  try {
    return firstJsonValue(body);
  } catch (error) {
    throw badBody(error instanceof Error ? error.message : String(error));
  }
}

/** The answer to a body of the wrong shape. */
export function badBody(message: string): ApiError {
  return new ApiError(400, `bad request body: ${message}`);
}
