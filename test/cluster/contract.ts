// What a syncer needs of a cluster, as one suite for any cluster: ours and a Kubernetes API server. Requests are made by the syncer's own functions.
// Where the two differ, and a syncer does not mind: Kubernetes makes Services, Roles and their bindings anew by a PUT without uid; wants a resourceVersion in
// every PUT of a custom resource; fills in more defaults and refuses more fields; and answers some patches without a list key with 500, we with 400.
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { ownerLabel } from '../../src/orchestrator/wire/command.js';
import { applyStories } from '../../src/orchestrator/cluster/apply-stories.js';
import { answerWordsOf, ownersOf, requestOf } from '../../src/orchestrator/cluster/apply-words.js';
import { liveOf, patchCases, seenOf, wantedOf } from '../../src/orchestrator/cluster/patch-cases.js';
import { collectionPath, typeOfKind } from '../../src/orchestrator/cluster/resource-types.js';
import { differs, preparedManifest, updateOf } from '../../src/orchestrator/syncer/compare.js';
import { listedObjects } from '../../src/orchestrator/syncer/observe.js';
import {
  barrierRequest,
  deleteOptions,
  kindPath,
  ownedQuery,
  readRequest,
  watchQuery,
  writeRequest,
} from '../../src/orchestrator/syncer/request.js';
import { asObject, bytesOf, type Json, type JsonObject, type Request } from '../../src/world/index.js';
import { type Answered, call, type Connection, watch, type Watching } from './caller.js';
import { defineCustomResources } from './define-custom-resources.js';
import { manifests } from './manifests.js';

const TRIES_MAX = 1_000;
const PAUSE_MILLIS = 20;
const TEST_MILLIS_MAX = 60_000;

const metadataOf = (object: JsonObject | undefined): JsonObject => asObject(object?.['metadata']) ?? {};
const wordsOf = ({ status, body }: Answered): string => (status < 400 ? String(status) : `${status} ${String(body['reason'])}`);

/** Puts the suite to a cluster, which is up when the tests run. */
export function describeContract(name: string, to: Connection): void {
  describe(`contract of clusters: ${name}`, function () {
    this.timeout(TEST_MILLIS_MAX);
    let fence = 0;
    before(async function () {
      this.timeout(TEST_MILLIS_MAX * 3);
      await defineCustomResources(to);
    });

    const get = (path: string): Promise<Answered> => call(to, readRequest(path));
    const send = (method: 'POST' | 'PUT' | 'DELETE', path: string, body: Json): Promise<Answered> =>
      call(to, writeRequest(method, path, `1.${++fence}`, body));
    const patch = (path: string, type: string, body: Json): Promise<Answered> =>
      call(to, { method: 'PATCH', path, headers: { 'content-type': type }, body: bytesOf(JSON.stringify(body)) });

    for (const manifest of manifests) describeKind(manifest);

    function describeKind(manifest: JsonObject): void {
      const kind = String(manifest['kind']);
      const apiVersion = String(manifest['apiVersion']);
      const type = typeOfKind(apiVersion, kind);
      if (type === null) throw new RangeError(kind);
      const collection = collectionPath(type, type.namespaced ? 'default' : '');
      const prepared = (name: string, labels: JsonObject = { [ownerLabel]: name }): JsonObject =>
        preparedManifest({ ...manifest, metadata: { name, labels, annotations: { a: 'b' } } });
      const create = async (name: string, labels?: JsonObject): Promise<JsonObject> => {
        const answered = await send('POST', collection, prepared(name, labels));
        expect(wordsOf(answered), JSON.stringify(answered.body)).to.equal('201');
        return answered.body;
      };
      const remove = (name: string, uid: Json): Promise<Answered> =>
        send('DELETE', `${collection}/${name}`, deleteOptions(typeof uid === 'string' ? uid : null));

      describe(kind, () => {
        it('is created once, with its labels and annotations, and is what was sent', async () => {
          const created = await create('first');
          expect(metadataOf(created)).to.include.keys('uid', 'resourceVersion', 'creationTimestamp');
          expect(metadataOf(created)['annotations']).to.include({ a: 'b' });
          expect(wordsOf(await send('POST', collection, prepared('first')))).to.equal('409 AlreadyExists');
          const found = await get(`${collection}/first`);
          expect([metadataOf(found.body)['uid'], metadataOf(found.body)['resourceVersion']]).to.deep.equal([
            metadataOf(created)['uid'],
            metadataOf(created)['resourceVersion'],
          ]);
          expect(differs(prepared('first'), found.body)).to.equal(false);
          await remove('first', null);
        });

        it('is found by its label in all namespaces, and only then', async () => {
          const created = await create('owned');
          await create('stray', { other: 'x' });
          const { body } = await get(kindPath(apiVersion, kind) + ownedQuery);
          expect(body['kind']).to.equal(`${kind}List`);
          expect(Number(metadataOf(body)['resourceVersion'])).to.be.at.least(Number(metadataOf(created)['resourceVersion']));
          expect(listedObjects(body).map((each) => [each['kind'], metadataOf(each)['name']])).to.deep.equal([[kind, 'owned']]);
          await remove('owned', null);
          await remove('stray', null);
        });

        it('is updated at its version only, and keeps what others added', async () => {
          const created = await create('updated');
          const path = `${collection}/updated`;
          const touched = await patch(path, 'application/merge-patch+json', { metadata: { labels: { theirs: 'x' } } });
          const stale = updateOf(prepared('updated', { [ownerLabel]: 'new' }), created, String(metadataOf(created)['resourceVersion']));
          expect(wordsOf(await send('PUT', path, stale))).to.equal('409 Conflict');
          const version = String(metadataOf(touched.body)['resourceVersion']);
          const updated = await send('PUT', path, updateOf(prepared('updated', { [ownerLabel]: 'new' }), touched.body, version));
          expect(wordsOf(updated), JSON.stringify(updated.body)).to.equal('200');
          expect(metadataOf(updated.body)['labels']).to.deep.include({ [ownerLabel]: 'new', theirs: 'x' });
          expect(metadataOf(updated.body)['uid']).to.equal(metadataOf(created)['uid']);
          expect(Number(metadataOf(updated.body)['resourceVersion'])).to.be.above(Number(version));
          const again = await send(
            'PUT',
            path,
            updateOf(prepared('updated', { [ownerLabel]: 'new' }), updated.body, String(metadataOf(updated.body)['resourceVersion'])),
          );
          expect(metadataOf(again.body)['resourceVersion']).to.equal(metadataOf(updated.body)['resourceVersion']);
          await remove('updated', null);
        });

        it('is deleted under its uid only, and never comes back as the same', async () => {
          const created = await create('gone');
          const { uid } = metadataOf(created);
          expect(wordsOf(await remove('gone', '00000000-0000-0000-0000-000000000000'))).to.equal('409 Conflict');
          expect(wordsOf(await remove('gone', uid ?? null))).to.equal('200');
          expect(wordsOf(await get(`${collection}/gone`))).to.equal('404 NotFound');
          expect(wordsOf(await remove('gone', null))).to.equal('404 NotFound');
          // Kubernetes makes some kinds anew when no uid is given.
          expect((await send('PUT', `${collection}/gone`, updateOf(prepared('gone'), created, null))).status).to.be.oneOf([404, 409, 422]);
          expect(wordsOf(await get(`${collection}/gone`))).to.equal('404 NotFound');
          const next = await create('gone');
          expect(metadataOf(next)['uid']).to.not.equal(uid);
          expect(Number(metadataOf(next)['resourceVersion'])).to.be.above(Number(metadataOf(created)['resourceVersion']));
          await remove('gone', null);
        });

        it('goes with its last finalizer', async () => {
          await send('POST', collection, { ...prepared('held'), metadata: { ...metadataOf(prepared('held')), finalizers: ['a.b/c'] } });
          expect(metadataOf((await remove('held', null)).body)).to.include.keys('deletionTimestamp');
          expect(wordsOf(await get(`${collection}/held`))).to.equal('200');
          expect(wordsOf(await patch(`${collection}/held`, 'application/merge-patch+json', { metadata: { finalizers: null } }))).to.equal(
            '200',
          );
          expect(wordsOf(await get(`${collection}/held`))).to.equal('404 NotFound');
        });

        it('is watched from a version, as the selector sees it', async () => {
          const list = await get(kindPath(apiVersion, kind) + ownedQuery);
          const seen = watch(
            to,
            readRequest(kindPath(apiVersion, kind) + watchQuery(String(metadataOf(list.body)['resourceVersion']), 10)),
          );
          await create('seen');
          const path = `${collection}/seen`;
          await patch(path, 'application/merge-patch+json', { metadata: { labels: { x: 'y' } } });
          await patch(path, 'application/merge-patch+json', { metadata: { labels: null } });
          await patch(path, 'application/merge-patch+json', { metadata: { labels: { [ownerLabel]: 'seen' } } });
          await remove('seen', null);
          expect(await eventsOf(seen, 5)).to.deep.equal(['ADDED seen', 'MODIFIED seen', 'DELETED seen', 'ADDED seen', 'DELETED seen']);
          const versions = seen.events.map(({ object }) => Number(metadataOf(asObject(object) ?? {})['resourceVersion']));
          expect(versions).to.deep.equal(versions.toSorted((a, b) => a - b));
          seen.hangUp();
        });
      });
    }

    /** The first event of a watch. Kubernetes may still be reading what it watches a moment after it said that it is ready: then it is asked again. */
    async function firstOf(request: Request): Promise<readonly string[]> {
      for (let tries = 0; ; tries++) {
        const watching = watch(to, request);
        const events = await eventsOf(watching, 1);
        watching.hangUp();
        if (events[0] !== 'REFUSED TooManyRequests 429' || tries === TRIES_MAX) return events;
        await setTimeout(PAUSE_MILLIS);
      }
    }

    const MAPS = '/api/v1/namespaces/default/configmaps';
    const map = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

    describe('all kinds', () => {
      it('a watch ends in time, and one from a forgotten version is told so', async () => {
        const { body } = await get(MAPS);
        const short = watch(to, readRequest(MAPS + watchQuery(String(metadataOf(body)['resourceVersion']), 1)));
        for (let tries = 0; tries < TRIES_MAX && !short.isOver(); tries++) await setTimeout(PAUSE_MILLIS);
        expect(short.isOver()).to.equal(true);
        for (const name of ['before1', 'before2']) await send('POST', MAPS, map(name));
        await to.restart();
        const version = String(metadataOf(body)['resourceVersion']);
        await send('POST', MAPS, map('later'));
        expect(await firstOf(readRequest(`${MAPS}?watch=true&resourceVersion=${version}`))).to.deep.equal(['ERROR Expired 410']);
      });

      it('a kind or namespace that is not there is not found; a bad object is refused; a barrier deletes nothing', async () => {
        expect(wordsOf(await get('/apis/no.such.group/v1/things'))).to.match(/^404 /);
        expect(wordsOf(await send('POST', MAPS.replace('default', 'absent'), map('x')))).to.equal('404 NotFound');
        expect(wordsOf(await send('POST', MAPS, map('Not_A_Name')))).to.equal('422 Invalid');
        expect(wordsOf(await send('POST', MAPS, { ...map('x'), kind: 'Secret' }))).to.equal('400 BadRequest');
        expect(wordsOf(await send('POST', MAPS, { ...map('x'), data: { a: 1 } }))).to.equal('400 BadRequest');
        expect(wordsOf(await send('PUT', `${MAPS}/x`, map('y')))).to.equal('400 BadRequest');
        expect(wordsOf(await call(to, barrierRequest(`1.${++fence}`)))).to.equal('404 NotFound');
      });

      it('lists come in pages of one version', async () => {
        for (const name of ['p1', 'p2', 'p3']) await send('POST', MAPS, { ...map(name), metadata: { name, labels: { page: 'x' } } });
        const first = await get(`${MAPS}?labelSelector=page&limit=2`);
        await send('DELETE', `${MAPS}/p3`, deleteOptions(null));
        const token = encodeURIComponent(String(metadataOf(first.body)['continue']));
        const second = await get(`${MAPS}?labelSelector=page&limit=2&continue=${token}`);
        const names = [first, second].map(({ body }) => listedObjects(body).map((each) => metadataOf(each)['name']));
        expect(names).to.deep.equal([['p1', 'p2'], ['p3']]);
        expect(metadataOf(second.body)['resourceVersion']).to.equal(metadataOf(first.body)['resourceVersion']);
        expect(wordsOf(await get(`${MAPS}?continue=nonsense`))).to.equal('400 BadRequest');
        expect(wordsOf(await get(`${MAPS}?resourceVersion=9999999&resourceVersionMatch=NotOlderThan`))).to.equal('504 Timeout');
      });
    });

    describe('strategic merge patch', () => {
      for (const [index, each] of patchCases.entries())
        it(each.fact, async () => {
          const name = `patched-${index}`;
          const type = typeOfKind(each.kind === 'Deployment' ? 'apps/v1' : 'v1', each.kind);
          const collection = collectionPath({ apiVersion: type?.apiVersion ?? '', plural: type?.plural ?? '' }, 'default');
          expect(wordsOf(await send('POST', collection, liveOf(each, name)))).to.equal('201');
          const patched = await patch(`${collection}/${name}`, 'application/strategic-merge-patch+json', each.patch);
          // Kubernetes answers some of these refusals with 500.
          if (each.expected === null) expect(patched.status).to.be.at.least(400);
          else expect(seenOf(patched.body, each.expected)).to.deep.equal(each.expected);
        });
    });

    describe('server-side apply', () => {
      for (const [index, story] of applyStories.entries())
        it(story.fact, async () => {
          for (const step of story.steps) {
            const { path, type, body } = requestOf(story, step, `applied-${index}`);
            const answered = await patch(path, type, body);
            const words = answerWordsOf(answered.status, answered.body);
            if (step.answer === '4xx') expect(answered.status).to.be.at.least(400);
            else expect(words, JSON.stringify(answered.body)).to.equal(step.answer);
            if (step.object !== undefined) expect(seenOf(answered.body, step.object)).to.deep.equal(wantedOf(step.object));
            for (const [owner, paths] of Object.entries(step.owners ?? {})) expect(ownersOf(answered.body)[owner]).to.have.members(paths);
          }
        });
    });
  });
}

/** The first events as words, bookmarks left out. */
async function eventsOf(watching: Watching, count: number): Promise<readonly string[]> {
  const told = (): readonly JsonObject[] => watching.events.filter(({ type }) => type !== 'BOOKMARK');
  for (let tries = 0; tries < TRIES_MAX && told().length < count && !watching.isOver(); tries++) await setTimeout(PAUSE_MILLIS);
  return told().map(({ type, object, ...refusal }) => {
    if (type === undefined) return `REFUSED ${String(refusal['reason'])} ${String(refusal['code'])}`;
    const { reason, code } = asObject(object) ?? {};
    return type === 'ERROR'
      ? `ERROR ${String(reason)} ${String(code)}`
      : `${String(type)} ${String(metadataOf(asObject(object) ?? {})['name'])}`;
  });
}
