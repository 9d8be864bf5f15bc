/*
 * replies.js MAILDIR - every mail in new/ read by npm's mailparser, and cut to
 * what was written by its email-reply-parser. Called by replies.py.
 *
 * Prints the seconds that took, and how many had words.
 */
'use strict';
const fs = require('fs');
const path = require('path');
const { simpleParser } = require('mailparser');
const parsers = require('email-reply-parser');

const EmailReplyParser = parsers.default || parsers.EmailReplyParser || parsers;
/* What it makes beside the text is not asked for: it would only cost. */
const options = {
	skipTextToHtml: true,
	skipTextLinks: true,
	skipImageLinks: true,
};

async function main(folder) {
	const names = fs.readdirSync(folder);
	const begin = process.hrtime.bigint();
	let worded = 0;

	for (const name of names) {
		const mail = await simpleParser(
		    fs.readFileSync(path.join(folder, name)), options);
		const email = new EmailReplyParser().read(mail.text || '');

		if (email.getVisibleText().trim() !== '')
			worded++;
	}
	const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
	console.log(`${seconds} ${worded}`);
}

main(path.join(process.argv[2], 'new'));
