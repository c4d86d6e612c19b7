export { toxiproxyBeside } from './toxiproxy-beside.js';
