/*
 * texts.js URL COUNT CONNECTIONS - as many texts by npm's undici, over kept
 * connections, each answer read. Called by texts.py. Prints the seconds that
 * took.
 */
'use strict';
const { Pool } = require('undici');

async function main(url, count, connections) {
	const target = new URL(url);
	const pool = new Pool(target.origin, { connections, pipelining: 1 });
	const begin = process.hrtime.bigint();
	let next = 0;

	async function sender() {
		while (next < count) {
			const number = 1000000 + next++;
			const body = new URLSearchParams({
				From: '+358401234567',
				To: `+35840${number}`,
				Body: 'Bench: how likely are you to recommend us, ' +
				    '0-10? Reply STOP to opt out.',
			}).toString();
			const answer = await pool.request({
				path: target.pathname,
				method: 'POST',
				headers: { 'content-type':
				    'application/x-www-form-urlencoded' },
				body,
			});
			const { sid } = await answer.body.json();
			if (answer.statusCode !== 201 || !sid)
				throw new Error(`${answer.statusCode}`);
		}
	}
	await Promise.all(Array.from({ length: connections }, sender));
	console.log(Number(process.hrtime.bigint() - begin) / 1e9);
	await pool.close();
}

main(process.argv[2], Number(process.argv[3]), Number(process.argv[4]));
