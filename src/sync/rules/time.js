function (doc, req) {
  return [null, { headers: { 'Content-Type': 'application/json' }, body: '{"now":' + new Date().getTime() + '}' }];
}
