// The rows of a list of any length, of which only those near the eye are kept.

/** Rows of one page. */
const pageSize = 100;
/** Pages kept, those last looked at. */
const mostPages = 12;
/** Rows that came live and stand before the first page; beyond, the list is read anew. */
const mostFresh = 500;

/** @typedef {{rows: any[], before: number|null, isStale: boolean}} Page */

/** Requests after which a page that is looked for is taken as it is. */
const mostTries = 40;

/**
 * Pages are found by the message they begin before. Those read one after another are exact; a jump far down guesses from
 * its neighbours, and what is read above it later puts it right. A guess below which there are too few rows is made better.
 */
export class Pages {
  /** @param {(before: number|null, limit: number, signal: AbortSignal) => Promise<any>} fetch @param {(error: any) => void} onChange */
  constructor(fetch, onChange) {
    this.fetch = fetch;
    this.onChange = onChange;
    this.begin();
  }

  /** Forgets everything, as for another query. */
  begin() {
    this.ending?.abort();
    this.ending = new AbortController();
    /** @type {any[]} newest first */
    this.fresh = [];
    /** @type {Map<number, Page>} */
    this.pages = new Map();
    /** @type {Map<number, number|null>} */
    this.starts = new Map([[0, null]]);
    /** Pages whose beginning is no guess. */
    this.sure = new Set([0]);
    /** No row is older than this message. */
    this.bottom = 1;
    this.loading = new Set();
    /** Pages that could not be read; they are not asked for until all is read anew. */
    this.failed = new Set();
    this.matched = 0;
    this.isExact = true;
    /** @type {number|null} before this message some went, because there is a limit to what is kept */
    this.removedBefore = null;
    this.isLoaded = false;
    /** Whether all is to be read anew as soon as what is on its way is here. */
    this.isOutdated = false;
  }

  get length() { return this.matched; }

  /** @param {number} index @returns {any} the row; undefined while it is on its way */
  at(index) {
    if (index < this.fresh.length) return this.fresh[index];
    const place = index - this.fresh.length;
    const number = Math.floor(place / pageSize);
    const page = this.pages.get(number);
    if (!page || page.isStale) this.load(number);
    return page?.rows[place % pageSize];
  }

  /** @param {number} index @returns {boolean} whether the row is here, without asking for it */
  has(index) {
    const place = index - this.fresh.length;
    return place < 0 ? index >= 0 : this.pages.get(Math.floor(place / pageSize))?.rows[place % pageSize] !== undefined;
  }

  /** @param {number} id @returns {number} -1 where it is not among the rows that are kept */
  indexOf(id) {
    const place = this.fresh.findIndex((row) => row.id === id);
    if (place >= 0) return place;
    for (const [number, page] of this.pages) {
      const offset = page.rows.findIndex((row) => row.id === id);
      if (offset >= 0) return this.fresh.length + number * pageSize + offset;
    }
    return -1;
  }

  async load(number) {
    if (this.loading.has(number) || this.failed.has(number)) return;
    this.loading.add(number);
    const { signal } = this.ending;
    const known = new Set(this.fresh);
    try {
      const { before, page } = await this.seek(number, signal);
      if (signal.aborted) return;
      this.loading.delete(number);
      // The answer has what came live before it was asked for, and is still there.
      if (number === 0) this.fresh = this.fresh.filter((row) => !known.has(row) && row.id > (page.messages[0]?.id ?? 0));
      this.take(number, before, page);
      this.onChange(null);
    } catch (error) {
      if (signal.aborted) return;
      this.loading.delete(number);
      this.failed.add(number);
      this.isLoaded = true;
      this.onChange(error);
    }
    if (this.isOutdated) this.refreshAfter();
  }

  /** Reads a page, from where it begins or is likely to. */
  async seek(number, signal) {
    // Between these lies the beginning: too few rows are below the one, too many below the other.
    let [low, high, isGuess] = [0, 0, true];
    for (let tries = 0; ; tries += 1) {
      const before = isGuess ? this.startOf(number) : Math.round((low + high) / 2);
      const page = await this.fetch(before, pageSize, signal);
      if (before === null || this.sure.has(number) || tries === mostTries) return { before, page };
      const rows = page.messages;
      const wanted = page.matched - this.fresh.length - number * pageSize;
      const isLast = page.matchedExactly && wanted <= pageSize;
      if (page.next !== null && !isLast) return { before, page };
      high ||= this.above(number);
      if (page.next !== null) high = before;
      else {
        this.bottom = Math.max(this.bottom, rows.at(-1)?.id ?? before);
        if (page.matchedExactly && rows.length >= wanted) {
          // It ends where the list does: so this is exact.
          const cut = rows.length - Math.max(0, wanted);
          this.sure.add(number);
          return { before: cut ? rows[cut - 1].id : before, page: { ...page, messages: rows.slice(cut) } };
        }
        low = before;
      }
      // The way down from a guess ended too soon: it was a bad one.
      isGuess = this.starts.has(number);
      if (isGuess) this.forgetGuesses();
      else if (high - low < 2) return { before, page };
    }
  }

  forgetGuesses() {
    for (const number of this.starts.keys()) if (!this.sure.has(number)) this.starts.delete(number);
    for (const number of this.pages.keys()) if (!this.sure.has(number)) this.pages.delete(number);
  }

  take(number, before, page) {
    const rows = page.messages;
    const isSure = this.sure.has(number);
    this.pages.delete(number);
    this.pages.set(number, { rows, before, isStale: false });
    this.starts.set(number, before);
    const following = this.pages.get(number + 1);
    if (page.next !== null && rows.length === pageSize) {
      this.starts.set(number + 1, page.next);
      if (isSure) this.sure.add(number + 1);
      if (following && following.before !== page.next) following.isStale = true;
    }
    const seen = this.fresh.length + number * pageSize + rows.length;
    this.isExact = page.matchedExactly;
    this.removedBefore = page.removedBefore ?? null;
    if (isSure) this.matched = page.next === null ? seen : Math.max(page.matched, seen + 1);
    else this.matched = page.matchedExactly ? page.matched : Math.max(page.matched, this.matched, page.next === null ? 0 : seen + 1);
    this.isLoaded = true;
    for (const old of this.pages.keys()) if (this.pages.size > mostPages && old !== number) this.pages.delete(old);
  }

  /** @param {number} number @returns {number|null} */
  startOf(number) {
    const exact = this.starts.get(number);
    if (exact !== undefined) return exact;
    const known = this.pages.get(number);
    if (known) return known.before;
    let [low, lowID, high, highID] = [0, this.above(1), Math.ceil(this.matched / pageSize), this.bottom];
    for (const [place, id] of this.starts) {
      if (id === null) continue;
      if (place < number && place > low) [low, lowID] = [place, id];
      if (place > number && place < high) [high, highID] = [place, id];
    }
    return Math.max(1, Math.round(lowID + (highID - lowID) * (number - low) / Math.max(1, high - low)));
  }

  /** A message of which it is known that the page begins below it. @param {number} number */
  above(number) {
    const newest = this.pages.get(0)?.rows[0]?.id ?? Math.max(1, ...[...this.starts.values()].map((start) => start ?? 0));
    return [...this.starts].reduce((id, [place, start]) => (start !== null && place < number ? Math.min(id, start) : id), newest + 1);
  }

  /** @param {any} summary came just now @returns {boolean} whether it is a new row */
  add(summary) {
    if (!this.isLoaded || (this.at(0)?.id ?? 0) >= summary.id) return false;
    this.fresh.unshift(summary);
    this.matched += 1;
    if (this.fresh.length > mostFresh) this.refreshAfter();
    return true;
  }

  remove(ids, isRetention = false) {
    if (isRetention) this.removedBefore = Math.max(this.removedBefore ?? 0, ...ids.map((id) => id + 1));
    const gone = new Set(ids);
    this.fresh = this.fresh.filter((row) => !gone.has(row.id));
    this.matched = Math.max(0, this.matched - gone.size);
    // The rows below move up; pages keep their beginnings, and are read again where they lost rows.
    let isBehind = false;
    for (const number of [...this.pages.keys()].sort((a, b) => a - b)) {
      const page = this.pages.get(number);
      const left = page.rows.filter((row) => !gone.has(row.id));
      if (left.length < page.rows.length) isBehind = true;
      page.rows = left;
      if (isBehind) page.isStale = true;
    }
  }

  change(summaries) {
    const changed = new Map(summaries.map((summary) => [summary.id, summary]));
    const renew = (rows) => rows.forEach((row, place) => { if (changed.has(row.id)) rows[place] = changed.get(row.id); });
    renew(this.fresh);
    for (const page of this.pages.values()) renew(page.rows);
  }

  /** Reads everything anew, but not before what is on its way is here: it shows sooner. */
  refreshAfter() {
    if (this.loading.size) this.isOutdated = true;
    else this.refresh();
  }

  /** Reads everything anew, and shows what there is meanwhile, or for as long as nobody answers. */
  refresh() {
    this.isOutdated = false;
    this.ending?.abort();
    this.ending = new AbortController();
    this.loading.clear();
    this.failed.clear();
    [this.starts, this.sure, this.bottom] = [new Map([[0, null]]), new Set([0]), 1];
    for (const page of this.pages.values()) page.isStale = true;
    this.load(0);
  }
}
