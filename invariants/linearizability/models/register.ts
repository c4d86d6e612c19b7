import type { Json } from '../../../src/world/index.js';
import type { Model } from '../model.js';
import { casRegister } from './cas-register.js';
import { knows } from './said.js';

/** A register that is read and written. */
export const register: Model<Json> = {
  ...casRegister,
  name: 'register',
  about: 'a value, null at first: read → value; write VALUE',
  expect: (call) => knows('register', ['read', 'write'], call),
};
