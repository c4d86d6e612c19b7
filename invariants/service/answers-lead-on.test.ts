// Goal: what an answer says of where to go on is so.
// Method: histories written by hand; the paths of the toy system begin with /v1.
import { expect } from 'chai';
import { call, judged, type Telling, told } from '../toy-history.js';
import { answersLeadOn } from './answers-lead-on.js';

const verdict = (...lines: readonly Telling[]) => judged(answersLeadOn, told(...lines));
const make = (location: string) =>
  call('c', 'thing.create', '/a', 'ok', { method: 'POST', path: '/v1', status: 201, headers: { location } });
const drop = call('d', 'thing.delete', '/a', 'ok', { method: 'DELETE', path: '/v1/a', status: 204 });
const get = call('g', 'thing.get', '/a', 'ok', { method: 'GET', path: '/v1/a' });
const odd = (allow: string) => call('o', 'thing.get', '/a', 'fail', { method: 'PATCH', path: '/v1/a', status: 405, headers: { allow } });

describe('invariants/service/answers-lead-on', () => {
  it('is unknown where no answer says where to go on, and where nothing else shows it', () => {
    expect(verdict(drop, get)).to.equal('unknown');
    expect(verdict(make('/v1/a'), odd('GET'))).to.equal('unknown');
  });

  it('holds for a Location that is the path of what was made, whatever its origin', () => {
    expect(verdict(make('/v1/a'), drop)).to.equal('holds');
    expect(verdict(make('http://127.0.0.1:9000/v1/a'), drop)).to.equal('holds');
  });

  it('is violated by a Location that leads elsewhere', () => {
    expect(verdict(make('/a'), drop)).to.deep.equal(['answers-lead-on/location/thing.create']);
  });

  it('holds for an Allow that names every method that was carried out', () => {
    expect(verdict(get, drop, odd('delete, GET'))).to.equal('holds');
    expect(verdict(odd('GET, DELETE, PUT'), drop)).to.equal('holds');
  });

  it('is violated by an Allow that leaves one out, and by one that is not there', () => {
    expect(verdict(get, drop, odd('GET'))).to.deep.equal(['answers-lead-on/allow/thing.get']);
    expect(verdict(get, call('o', 'thing.get', '/a', 'fail', { method: 'PATCH', path: '/v1/a', status: 405 }))).to.deep.equal([
      'answers-lead-on/allow/thing.get',
    ]);
  });
});
