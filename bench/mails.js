// One nodemailer pool, which renders and sends the same mails: beside ours in
// send.py. node mails.js PORT COUNT CONNECTIONS FILE; prints the seconds.
// FILE: {from, sender, subject, text, html, headers}, with {{name}}, {{r}} and
// {{u}} (tokens) in it.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const nodemailer = require('nodemailer');

const [port, count, connections, file] = process.argv.slice(2);
const mail = JSON.parse(fs.readFileSync(file, 'utf8'));
const compile = (template) => {
  const parts = template.split(/\{\{(\w+)\}\}/);
  return (values) => parts.map((part, i) => i & 1 ? values[part] : part)
    .join('');
};
const text = compile(mail.text);
const html = compile(mail.html);
const replyTo = compile(mail.headers['Reply-To']);
const unsubscribe = compile(mail.headers['List-Unsubscribe']);

const pool = nodemailer.createTransport({
  host: '127.0.0.1', port: Number(port), secure: false, ignoreTLS: true,
  pool: true, maxConnections: Number(connections), maxMessages: Infinity,
});

const token = (i, purpose) => purpose + crypto.createHmac('sha256', 'key')
  .update(purpose + i).digest('hex').slice(0, 24);

async function send(i) {
  const values = { name: 'Guest ' + i, r: token(i, 'r'), u: token(i, 'u') };
  const to = 'c' + i + '@guests.example';
  await pool.sendMail({
    envelope: { from: mail.sender, to: [to] },
    from: mail.from, to: { name: values.name, address: to },
    subject: mail.subject, text: text(values), html: html(values),
    replyTo: replyTo(values),
    headers: { 'List-Unsubscribe': unsubscribe(values),
      'Auto-Submitted': 'auto-generated', Precedence: 'bulk' },
  });
}

(async () => {
  let next = 0;
  const work = async () => {
    while (next < Number(count))
      await send(next++);
  };
  const begin = process.hrtime.bigint();
  await Promise.all(Array.from({ length: 2 * Number(connections) }, work));
  console.log(Number(process.hrtime.bigint() - begin) / 1e9);
  pool.close();
})();
