// The rows of a list of any length, of which only those near the eye are kept.

const pageSize = 100;
/** Pages kept, the first and those last read. */
const mostPages = 12;
/** Rows that came live, before the first page; beyond, the list is read anew. */
const mostFresh = 500;
/** Requests after which a page is taken as it is. */
const mostTries = 40;

/**
 * Pages are found by the message they begin before. Those read one after another are exact; a jump far down guesses from
 * its neighbours, and what is read above it later puts it right. A guess below which there are too few rows is made better.
 */
export class Pages {
  /** @param {(before: number|null, limit: number, signal: AbortSignal) => Promise<any>} fetch */
  constructor(fetch, onChange) {
    this.fetch = fetch;
    this.onChange = onChange;
    this.begin();
  }

  begin() {
    // Newest first.
    this.fresh = [];
    this.pages = new Map();
    this.length = 0;
    this.isExact = true;
    /** @type {number|null} before this message some went, because there is a limit to what is kept */
    this.removedBefore = null;
    this.isLoaded = false;
    this.forget();
  }

  /** Forgets where pages begin, and what is on its way. */
  forget() {
    this.ending?.abort();
    this.ending = new AbortController();
    /** Whether all is to be read anew as soon as what is on its way is here. */
    this.isOutdated = false;
    this.starts = new Map([[0, null]]);
    /** Pages whose beginning is no guess. */
    this.sure = new Set([0]);
    /** No row is older than this message. */
    this.bottom = 1;
    this.loading = new Set();
    /** Pages that could not be read, and are not asked for. */
    this.failed = new Set();
    /** Since the first of these requests: what is different, by id, and nothing for what went. @type {Map<number, any>} */
    this.news = new Map();
    this.moves = 0;
  }

  /** The row, if it is here. @returns {any} */
  peek(index) {
    const place = index - this.fresh.length;
    return place < 0 ? this.fresh[index] : this.pages.get(Math.floor(place / pageSize))?.rows[place % pageSize];
  }

  has(index) { return this.peek(index) !== undefined; }

  /** The row, which is asked for where it is not here. */
  at(index) {
    const number = Math.floor((index - this.fresh.length) / pageSize);
    if (number >= 0 && (this.pages.get(number)?.isStale ?? true)) this.load(number);
    return this.peek(index);
  }

  /** -1 where it is not among the rows that are kept. */
  indexOf(id) {
    const place = this.fresh.findIndex((row) => row.id === id);
    if (place >= 0) return place;
    for (const [number, { rows }] of this.pages) {
      const offset = rows.findIndex((row) => row && row.id === id);
      if (offset >= 0) return this.fresh.length + number * pageSize + offset;
    }
    return -1;
  }

  async load(number) {
    if (this.loading.has(number) || this.failed.has(number)) return;
    if (!this.loading.size) this.news.clear();
    this.loading.add(number);
    const [{ signal }, { moves }, known] = [this.ending, this, new Set(this.fresh)];
    try {
      const { before, page } = await this.seek(number, signal);
      if (signal.aborted) return;
      this.loading.delete(number);
      // Meanwhile it was read above where it begins.
      if (this.sure.has(number) && this.starts.get(number) !== before) return void this.load(number);
      // The answer has what came live before it was asked for, and is still there.
      if (before === null) this.fresh = this.fresh.filter((row) => !known.has(row) && row.id > (page.messages[0]?.id ?? 0));
      this.take(number, before, page, moves === this.moves || !this.isLoaded);
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

  async seek(number, signal) {
    // Below the one are too few rows, below the other too many.
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
          this.starts.set(number, cut ? rows[cut - 1].id : before);
          return { before: this.starts.get(number), page: { ...page, messages: rows.slice(cut) } };
        }
        low = before;
      }
      isGuess = this.starts.has(number);
      if (isGuess) this.forgetGuesses();
      else if (high - low < 2) return { before, page };
    }
  }

  forgetGuesses() {
    for (const places of [this.starts, this.pages]) places.forEach((_, number) => { if (!this.sure.has(number)) places.delete(number); });
  }

  /** @param {boolean} isCurrent nothing came or went since it was asked for */
  take(number, before, page, isCurrent) {
    const { news, starts, sure } = this;
    const rows = page.messages.map((row) => (news.has(row.id) ? news.get(row.id) : row)).filter(Boolean);
    const [isSure, isLast] = [sure.has(number), page.next === null];
    before ??= page.messages.length ? page.messages[0].id + 1 : null;
    const old = this.pages.get(number)?.rows ?? [];
    this.pages.delete(number);
    this.pages.set(number, { rows, before, isStale: rows.length < page.messages.length });
    starts.set(number, before);
    if (!isLast && page.messages.length === pageSize) {
      // Rows went across this end: what was counted from above is a guess.
      const known = old.map((row) => row?.id);
      const last = rows.findLastIndex(({ id }) => known.includes(id));
      const by = last < 0 ? 0 : last - known.indexOf(rows[last].id);
      if (by || (starts.get(number + 1) ?? page.next) !== page.next) this.shift(number, old, by);
      starts.set(number + 1, page.next);
      const following = this.pages.get(number + 1);
      if (following && (following.before !== page.next || (isSure && !sure.has(number + 1)))) following.isStale = true;
      if (isSure) sure.add(number + 1);
    }
    const seen = this.fresh.length + number * pageSize + rows.length;
    const matched = isCurrent ? page.matched : this.length;
    this.isExact = page.matchedExactly;
    this.removedBefore = page.removedBefore ?? null;
    if (isSure) this.length = isLast ? seen : Math.max(matched, seen + 1);
    else this.length = page.matchedExactly ? matched : Math.max(matched, this.length, isLast ? 0 : seen + 1);
    this.isLoaded = true;
    for (const old of this.pages.keys()) if (this.pages.size > mostPages && old && old !== number) this.pages.delete(old);
  }

  /** The message before which the page begins, or is likely to. */
  startOf(number) {
    const exact = this.starts.get(number);
    if (exact !== undefined) return exact;
    let [low, lowID, high, highID] = [0, this.above(1), Math.ceil(this.length / pageSize), this.bottom];
    for (const [place, id] of this.starts) {
      if (id === null) continue;
      if (place < number && place > low) [low, lowID] = [place, id];
      if (place > number && place < high) [high, highID] = [place, id];
    }
    return Math.max(1, Math.round(lowID + (highID - lowID) * (number - low) / Math.max(1, high - low)));
  }

  /** A message of which it is known that the page begins below it. */
  above(number) {
    const newest = this.pages.get(0)?.rows[0]?.id ?? Math.max(1, ...[...this.starts.values()].map((start) => start ?? 0));
    return [...this.starts].reduce((id, [place, start]) => (start !== null && place < number ? Math.min(id, start) : id), newest + 1);
  }

  /** @returns whether it is a new row */
  add(summary) {
    // What is on its way for the first time may have been looked up before.
    if (!this.isLoaded) this.refreshAfter();
    if (!this.isLoaded || (this.at(0)?.id ?? 0) >= summary.id) return false;
    this.fresh.unshift(summary);
    this.length += 1;
    this.moves += 1;
    if (this.fresh.length > mostFresh) this.refreshAfter();
    return true;
  }

  remove(ids, isRetention = false) {
    if (isRetention) this.removedBefore = ids.reduce((most, id) => Math.max(most, id + 1), this.removedBefore ?? 0);
    const gone = new Set(ids);
    if (this.loading.size) ids.forEach((id) => this.news.set(id, null));
    this.moves += 1;
    this.fresh = this.fresh.filter((row) => !gone.has(row.id));
    this.length = Math.max(0, this.length - gone.size);
    for (const number of [...this.pages.keys()].sort((a, b) => b - a)) {
      const page = this.pages.get(number);
      const left = page.rows.filter((row) => !gone.has(row?.id));
      const lost = page.rows.length - left.length;
      page.rows = left;
      page.isStale ||= lost > 0;
      if (lost) page.rows = left.concat(this.shift(number, [], -lost));
    }
  }

  /** Moves what is below the page, and rows that were in it, by so many places; all of that is read again. Tells what comes into it. */
  shift(number, old, by) {
    this.sure.forEach((one) => { if (one > number) this.sure.delete(one); });
    const below = [...this.pages].filter(([one]) => one > number);
    const rows = new Map([[number, { rows: old }], ...below].flatMap(([one, page]) => page.rows.map((row, offset) => [one * pageSize + offset + by, row])));
    for (const [one, page] of below) {
      page.rows = Array.from({ length: pageSize }, (_, offset) => rows.get(one * pageSize + offset));
      page.before = rows.get(one * pageSize - 1)?.id ?? page.before;
      page.isStale = true;
      this.starts.set(one, page.before);
    }
    return Array.from({ length: Math.max(0, -by) }, (_, place) => rows.get((number + 1) * pageSize + by + place));
  }

  change(summaries) {
    const changed = new Map(summaries.map((summary) => [summary.id, summary]));
    if (this.loading.size) changed.forEach((summary, id) => this.news.set(id, summary));
    for (const rows of [this.fresh, ...[...this.pages.values()].map((page) => page.rows)]) {
      rows.forEach((row, place) => { if (changed.has(row?.id)) rows[place] = changed.get(row.id); });
    }
  }

  /** Reads everything anew, but not before what is on its way is here. What there is stays until somebody answers. */
  refreshAfter() {
    this.isOutdated = this.loading.size > 0;
    if (this.isOutdated) return;
    this.forget();
    this.pages.forEach((page, number) => {
      page.isStale = true;
      if (number) this.starts.set(number, page.before);
    });
    this.load(0);
  }
}
