// Implements a mini-program's `wx` on Node: request, uploadFile, login and storage, as WeChat documents
// them.
import { readFileSync } from 'node:fs';

const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT'];
let codes = 0;

/** @param openid WeChat's id of the phone's user */
export function newWx(openid) {
  const storage = new Map();
  const wx = {
    most: 0,
    refused: 0,
    running: 0,
    request({ url, method = 'GET', header = {}, data, dataType, responseType, timeout, success, fail }) {
      if (!METHODS.includes(method)) throw new Error(`request:fail method ${method} is not supported`);
      return start(success, fail, timeout, async signal => {
        const answer = await fetch(url, { method, headers: header, body: data, signal });
        const text = responseType === 'arraybuffer' ? await answer.arrayBuffer() : await answer.text();
        return {
          statusCode: answer.status,
          data: dataType === 'json' ? JSON.parse(text) : text,
          // The case of header names differs between phones; the client must ignore it.
          header: Object.fromEntries([...answer.headers].map(([name, value]) => [name.toUpperCase(), value])),
        };
      });
    },
    uploadFile({ url, name, filePath, formData = {}, header = {}, timeout, success, fail }) {
      return start(success, fail, timeout, async signal => {
        const body = new FormData();
        for (const [field, value] of Object.entries(formData)) body.append(field, value);
        body.append(name, new Blob([readFileSync(filePath)]), 'tmp_4c1f.jpg');
        const answer = await fetch(url, { method: 'POST', headers: header, body, signal });
        return { statusCode: answer.status, data: await answer.text() };
      });
    },
    login: ({ success }) => setTimeout(() => success({ code: `${openid}~${++codes}` })),
    getStorageSync: key => (storage.has(key) ? JSON.parse(storage.get(key)) : ''),
    setStorageSync: (key, value) => storage.set(key, JSON.stringify(value)),
    removeStorageSync: key => storage.delete(key),
  };

  function start(success, fail, timeout, run) {
    const stop = new AbortController();
    if (wx.running >= 10) {
      wx.refused++;
      setTimeout(() => fail({ errMsg: 'request:fail exceed max task count' }));
      return { abort() {} };
    }
    wx.most = Math.max(wx.most, ++wx.running);
    const late = setTimeout(() => stop.abort(), timeout);
    run(stop.signal)
      .finally(() => {
        clearTimeout(late);
        wx.running--;
      })
      .then(success, error => fail({ errMsg: `request:fail ${error.message}` }));
    return { abort: () => stop.abort() };
  }
  return wx;
}
